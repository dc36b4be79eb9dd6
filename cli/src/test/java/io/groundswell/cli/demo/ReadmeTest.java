package io.groundswell.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final int MOST_LINES = 150;
    private static final Pattern FILE = Pattern.compile(
            "`((?:docs|infra|functions|statemachines|events|agent|cli)(?:/[\\w.*-]+)*)/?`|\\]\\((?!http)([^)#]+)[)#]");

    @Test
    @DisplayName("the README's two commands are the demo and the test command that continuous integration runs")
    void twoCommands() throws IOException {
        List<String> commands = Readme.blocks().getFirst().lines().map(line -> line.replaceFirst("\\s*#.*", "")).toList();
        assertEquals(List.of("./groundswell demo", "mvn -B verify"), commands);
        assertEquals("mvn -B verify", Files.readString(Readme.REPOSITORY.resolve(".ci/run")).strip().lines().toList().getLast());
    }

    @Test
    @DisplayName("the README is short, and every file that it names is there")
    void filesAreThere() throws IOException {
        List<String> lines = Files.readAllLines(Readme.REPOSITORY.resolve("README.md"));
        assertTrue(lines.size() < MOST_LINES, lines.size() + " lines");
        List<String> missing = lines.stream().flatMap(line -> FILE.matcher(line).results())
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .filter(name -> !name.contains("*") && !name.contains("/target/"))
                .filter(name -> !Files.exists(Readme.REPOSITORY.resolve(name))).toList();
        assertEquals(List.of(), missing);
    }
}
