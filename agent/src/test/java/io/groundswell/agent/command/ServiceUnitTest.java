package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.ServiceUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service unit starts an agent that exists. */
class ServiceUnitTest {

    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    /** The first that can analyze files that are not installed. */
    private static final int LEAST_SYSTEMD = 250;

    @TempDir
    private Path folder;
    private final ServiceUnit unit = ServiceUnit.read();

    @Test
    @DisplayName("every flag after the jar is one of the agent's, and the JVM knows every one before it")
    void knowsItsFlags() throws Exception {
        List<String> start = unit.start();
        int jar = start.indexOf("-jar");
        assertEquals(List.of("-jar", "/usr/lib/groundswell/agent.jar", "run"), start.subList(jar, jar + 3));
        Options options = Options.parse(Command.RUN, start.subList(jar + 3, start.size()), Map.of());
        assertEquals("/var/lib/" + unit.setting("StateDirectory"), options.text(Flag.DIR));

        List<String> java = unit.java(folder);
        java.add("-version");
        output(0, java.toArray(String[]::new));
    }

    @Test
    @DisplayName("the variables that it speaks of are flags of run, and the token's is one of enroll")
    void knowsItsVariables() {
        List<String> known = Command.ALL.stream().flatMap(command -> command.flags().stream()).map(Flag::variable).toList();
        List<String> named = Pattern.compile("GROUNDSWELL_[A-Z_0-9]+").matcher(unit.text()).results()
                .map(found -> found.group()).distinct().toList();
        assertEquals(List.of("GROUNDSWELL_TOKEN", "GROUNDSWELL_ALLOWLISTS"), named);
        assertTrue(known.containsAll(named));
    }

    @Test
    @DisplayName("[R10] a decommissioned agent, and one that cannot run as it is, is not started again")
    void staysDown() {
        assertEquals("always", unit.setting("Restart"));
        assertEquals(ExitStatus.USAGE.code() + " " + ExitStatus.NOT_READY.code() + " " + ExitStatus.DECOMMISSIONED.code(),
                unit.setting("RestartPreventExitStatus"));
        assertEquals("/var/lib/groundswell/identity", unit.setting("ConditionPathIsDirectory"));
    }

    /** A program that needs more memory than there is. */
    static final class Hog {

        public static void main(String[] args) {
            List<byte[]> held = new ArrayList<>();
            while (true) {
                held.add(new byte[1 << 20]);
            }
        }
    }

    @Test
    @DisplayName("an agent that runs out of memory ends at once, and with a status after which it is started again")
    void startsAgainWithoutMemory() throws Exception {
        List<String> java = unit.java(folder);
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), Hog.class.getName()));
        Process process = new ProcessBuilder(java).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertFalse(List.of(unit.setting("RestartPreventExitStatus").split(" ")).contains("" + process.waitFor()), said);
        assertTrue(said.contains("OutOfMemory"), said);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of("crash.log"), left.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    @DisplayName("systemd reads the unit without complaint, and counts it as hardened")
    void isHardened() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(ANALYZE), "skipped: systemd-analyze is not on this machine");
        Matcher version = Pattern.compile("systemd (\\d+)").matcher(output(0, ANALYZE.toString(), "--version"));
        Assumptions.assumeTrue(version.find() && Integer.parseInt(version.group(1)) >= LEAST_SYSTEMD,
                "skipped: systemd " + LEAST_SYSTEMD + " and newer analyze a unit that is not installed");
        output(0, ANALYZE.toString(), "security", "--offline=true", "--threshold=25", ServiceUnit.FILE.toAbsolutePath().toString());
    }

    private static String output(int expectedStatus, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertEquals(expectedStatus, process.waitFor(), output);
        return output;
    }
}
