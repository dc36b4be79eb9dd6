package io.groundswell.simulation.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bug that the simulation must find: one fragment of the product's source, and what stands there instead.
 *
 * @param seed the run that finds it, as far as is known
 * @param source path below the root of the repository
 * @param fragment found exactly once
 */
record Mutation(long seed, String name, String source, String fragment, String replacement) {

    private static final String HANDLERS = "functions/handlers/src/main/java/io/groundswell/handlers/";
    private static final String DOMAIN = "functions/domain/src/main/java/io/groundswell/domain/";

    static Mutation inHandlers(long seed, String name, String source, String fragment, String replacement) {
        return new Mutation(seed, name, HANDLERS + source, fragment, replacement);
    }

    static Mutation inDomain(long seed, String name, String source, String fragment, String replacement) {
        return new Mutation(seed, name, DOMAIN + source, fragment, replacement);
    }

    /** A bug in what is deployed beside the code. */
    static Mutation inDefinition(long seed, String name, String source, String fragment, String replacement) {
        return new Mutation(seed, name, source, fragment, replacement);
    }

    static Stream<Mutation> all() {
        return Stream.of(DomainMutations.all(), HandlerMutations.all(), DefinitionMutations.all()).flatMap(List::stream);
    }

    boolean isCode() {
        return source.endsWith(".java");
    }

    /** The source with the bug in it. */
    String apply(Path root) throws IOException {
        String text = Files.readString(root.resolve(source));
        int at = text.indexOf(fragment);
        if (at < 0 || text.indexOf(fragment, at + 1) >= 0) {
            throw new IllegalStateException("the fragment of '" + this + "' must be in " + source + " exactly once: "
                    + fragment);
        }
        return text.replace(fragment, replacement);
    }

    @Override
    public String toString() {
        return name;
    }
}
