package io.groundswell.simulation.mutation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That the simulation can fail: bugs put into the product on purpose, each found by some seed.
 *
 * <p>The seed on record is tried first. It may have become another run since, because whatever the simulation draws
 * anew shifts everything after it; then seeds are tried from 1 on, and the one that finds the bug is to be recorded.
 */
class Mutations {

    private static final Path ROOT = Path.of("../..");
    private static final int MOST_SEEDS = Integer.getInteger("groundswell.mutations.seeds", 1500);
    private static final String ONLY = System.getProperty("groundswell.mutations.only", "");
    private static final PrintStream CONSOLE = System.out;

    static Stream<Mutation> mutations() {
        return Mutation.all().filter(mutation -> mutation.name().contains(ONLY));
    }

    @BeforeAll
    static void silenceFunctions() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restore() {
        System.setOut(CONSOLE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    @DisplayName("the simulation finds")
    void isFound(Mutation mutation, @TempDir Path directory) throws IOException, ReflectiveOperationException {
        try (MutatedProduct product = MutatedProduct.make(ROOT, mutation, directory)) {
            Optional<String> verdict = mutation.seed() == 0 ? Optional.empty()
                    : violation(product, "--seed", Long.toString(mutation.seed()));
            if (verdict.isEmpty()) {
                CONSOLE.println(mutation + ": to be recorded anew, seed " + mutation.seed() + " breaks no rule");
                verdict = violation(product, "--seeds", "1.." + MOST_SEEDS);
            }
            CONSOLE.println(mutation + ": " + verdict.orElse("no seed up to " + MOST_SEEDS + " finds it"));
            assertTrue(verdict.isPresent(), mutation + " is found by no seed from 1 to " + MOST_SEEDS);
        }
    }

    /** The line that names the seed and the rule, if a rule is broken. */
    private static Optional<String> violation(MutatedProduct product, String... words) throws ReflectiveOperationException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = product.simulate(List.of(words), new PrintStream(out, true, StandardCharsets.UTF_8));
        return exit == 0 ? Optional.empty() : out.toString(StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("seed ")).reduce((first, last) -> last);
    }
}
