package io.groundswell.simulation.mutation;

/**
 * A bug that the simulation must find: one fragment of the product's source, and what stands there instead.
 *
 * @param source path below the root of the repository
 * @param fragment found exactly once
 */
record Mutation(String name, String source, String fragment, String replacement) {

    private static final String HANDLERS = "functions/handlers/src/main/java/io/groundswell/handlers/";
    private static final String DOMAIN = "functions/domain/src/main/java/io/groundswell/domain/";

    static Mutation inHandlers(String name, String source, String fragment, String replacement) {
        return new Mutation(name, HANDLERS + source, fragment, replacement);
    }

    static Mutation inDomain(String name, String source, String fragment, String replacement) {
        return new Mutation(name, DOMAIN + source, fragment, replacement);
    }

    @Override
    public String toString() {
        return name;
    }
}
