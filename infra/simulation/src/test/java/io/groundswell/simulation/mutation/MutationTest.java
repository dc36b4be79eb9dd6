package io.groundswell.simulation.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MutationTest {

    private static final Path ROOT = Path.of("../..");

    @Test
    @DisplayName("every mutation still has its one place in what it changes")
    void hasItsPlace() throws IOException {
        for (Mutation mutation : Mutation.all().toList()) {
            assertNotEquals(Files.readString(ROOT.resolve(mutation.source())), mutation.apply(ROOT), mutation.name());
        }
    }

    @Test
    @DisplayName("the documentation lists every mutation with the seed that finds it")
    void isDocumented() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/simulation.md")).stream()
                .filter(line -> line.matches("\\| \\[?R\\d+.*\\| \\d+ \\|")).toList();

        assertEquals(Mutation.all().map(mutation -> "| " + mutation.name().replaceFirst("\\[(R\\d+)] ", "$1 | ") + " | "
                + mutation.seed() + " |").toList(), rows);
    }
}
