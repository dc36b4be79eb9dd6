package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Optional<Integer> run(String command, String... arguments) {
        return new AgentCommands(print(out), print(err), Map.of()).run(command, List.of(arguments));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @DisplayName("a wrong command line is told in one line and exit status 2")
    @CsvSource(delimiter = '|', value = {
        "status --dirr /x   | status: expected a flag of status (--dir), found \"--dirr\"",
        "status /x          | status: expected a flag of status (--dir), found \"/x\"",
        "status --dir       | status: the flag --dir needs a value, DIR",
        "status --dir x --dir y | status: the flag --dir is given twice",
        "status             | status: status needs --dir DIR, or GROUNDSWELL_DIR in the environment; found neither"})
    void tellsWhatIsWrong(String line, String expected) {
        String[] words = line.strip().split(" +");
        assertEquals(Optional.of(2), run(words[0], Arrays.copyOfRange(words, 1, words.length)));
        assertEquals(expected, err.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    @DisplayName("a flag on the command line wins over the environment, and an empty variable counts as none")
    void flagsWin() {
        Options options = Options.parse(Command.RUN, List.of("--dir", "/a"),
                Map.of("GROUNDSWELL_DIR", "/b", "GROUNDSWELL_TAGS", "site=x", "GROUNDSWELL_ALLOWLISTS", ""));
        assertEquals("/a", options.text(Flag.DIR));
        assertEquals(Optional.of("site=x"), options.find(Flag.TAGS));
        assertEquals(Optional.empty(), options.find(Flag.ALLOWLISTS));
    }

    @Test
    @DisplayName("--help tells flags, variables and exit statuses, whatever else is given")
    void helps() {
        assertEquals(Optional.of(0), run("enroll", "--nonsense", "--help"));
        String help = out.toString(StandardCharsets.UTF_8);
        assertTrue(help.startsWith("usage: java -jar agent.jar enroll --server URL --token TOKEN --name NAME --dir DIR "
                + "[--root-sha256 HEX] [--server-ca FILE]\n"), help);
        assertTrue(help.contains("or GROUNDSWELL_ROOT_SHA256\n"), help);
        assertTrue(help.contains("\n  4                      the device was decommissioned"), help);
    }

    @Test
    @DisplayName("an unknown command is none of these")
    void knowsItsCommands() {
        assertEquals(Optional.empty(), run("enrol"));
        assertEquals(List.of("enroll", "run", "status"), Command.ALL.stream().map(Command::name).toList());
    }
}
