package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.agent.AgentState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/agent.md} says what the code does. */
class DocumentationTest {

    private String text;

    @TempDir
    private Path folder;

    @BeforeEach
    void read() throws IOException {
        text = Files.readString(Path.of("../docs/agent.md"));
    }

    /** The rows of the table below a heading, header and rule left out. */
    private List<String> rows(String heading) {
        String section = text.substring(text.indexOf("## " + heading + "\n"));
        int end = section.indexOf("\n## ");
        return (end < 0 ? section : section.substring(0, end)).lines().filter(line -> line.startsWith("|")).skip(2).toList();
    }

    @Test
    @DisplayName("the table of flags is the code's")
    void flags() {
        List<Flag> flags = Command.ALL.stream().flatMap(command -> command.flags().stream()).distinct().toList();
        assertEquals(flags.stream().map(flag -> "| `%s` | `%s` | %s | %s |".formatted(flag.shown(), flag.variable(),
                Command.ALL.stream().filter(command -> command.flags().contains(flag)).map(Command::name)
                        .collect(Collectors.joining(", ")), flag.meaning())).toList(), rows("Flags"));
    }

    @Test
    @DisplayName("the table of exit statuses is the code's, and a JVM's own for SIGTERM")
    void statuses() {
        List<String> expected = new ArrayList<>(Arrays.stream(ExitStatus.values())
                .map(status -> "| %d | %s |".formatted(status.code(), status.meaning())).toList());
        expected.add("| 143 | `run` was stopped by SIGTERM; work in hand goes on at the next start |");
        assertEquals(expected, rows("Exit statuses"));
    }

    @Test
    @DisplayName("the diagram shows every state of the agent and no other")
    void states() {
        Matcher names = Pattern.compile("\\b[A-Z]{4,}(_[A-Z]+)*\\b")
                .matcher(text.substring(text.indexOf("```mermaid"), text.indexOf("DECOMMISSIONED --> [*]")));
        assertEquals(Arrays.stream(AgentState.values()).map(Enum::name).sorted().toList(),
                names.results().map(found -> found.group()).distinct().sorted().toList());
    }

    @Test
    @DisplayName("the example of allowlists has every member, and is read")
    void allowlists() throws IOException {
        int begin = text.indexOf("```json") + "```json".length();
        String example = text.substring(begin, text.indexOf("```", begin));
        JsonNode json = new ObjectMapper().readTree(example);
        List<String> members = new ArrayList<>();
        json.fieldNames().forEachRemaining(members::add);
        assertEquals(DeviceAllowlists.MEMBERS, members);
        Path file = Files.setPosixFilePermissions(
                Files.writeString(folder.resolve("allowlists.json"), example), PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(DeviceAllowlists.read(Optional.of(file)).execProbes().contains("/usr/lib/vision/check"));
    }
}
