package io.groundswell.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecProbeTest {

    @TempDir
    private Path folder;

    /** A program that the test wrote; the device's owner may choose an interpreter, the agent never does. */
    private String program(String... lines) throws IOException {
        Path file = folder.resolve("check");
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    private static Outcome allowed(String target, int timeout) {
        return attempt(Set.of(target), target, timeout);
    }

    private static Outcome attempt(Set<String> allowlist, String target, int timeout) {
        return new DeviceProber(allowlist).attempt(new Probe(ProbeType.EXEC, target, timeout, 1, 0));
    }

    @Test
    @DisplayName("[R29] exec: exit 0 is healthy, any other exit status is not")
    void judgesTheExitStatus() throws IOException {
        assertEquals(Outcome.HEALTHY, allowed("/bin/true", 10));
        assertEquals(Outcome.UNHEALTHY, allowed("/bin/false", 10));
        assertEquals(Outcome.UNHEALTHY, allowed(program("#!/bin/sh", "exit 3"), 10));
        assertEquals(Outcome.UNHEALTHY, allowed(program("#!/bin/sh", "kill -9 $$"), 10));
    }

    @Test
    @DisplayName("[R29] exec: what is not on the device's allowlist never runs, and an empty one denies all")
    void deniesWhatIsNotAllowed() throws IOException {
        Path ran = folder.resolve("ran");
        String program = program("#!/bin/sh", ": > " + ran);
        assertEquals(Outcome.DENIED, attempt(Set.of(), program, 10));
        assertEquals(Outcome.DENIED, attempt(Set.of("/bin/true", program + "2", folder.toString()), program, 10));
        assertFalse(Files.exists(ran));
    }

    @Test
    @DisplayName("[R29] exec: an executable file without an interpreter of its own is not handed to a shell")
    void usesNoShell() throws IOException {
        Path ran = folder.resolve("ran");
        assertEquals(Outcome.DENIED, allowed(program(": > " + ran), 10));
        assertFalse(Files.exists(ran));
    }

    @Test
    @DisplayName("[R29] exec: a folder, a missing file and a file that is not executable do not run")
    void deniesWhatIsNoProgram() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");
        assertEquals(Outcome.DENIED, allowed(folder.toString(), 10));
        assertEquals(Outcome.DENIED, allowed(folder.resolve("none").toString(), 10));
        assertEquals(Outcome.DENIED, allowed(plain.toString(), 10));
    }

    @Test
    @DisplayName("[R29] exec: a missing interpreter is a failed check")
    void missingInterpreter() throws IOException {
        assertEquals(Outcome.UNHEALTHY, allowed(program("#!/none/such"), 10));
    }

    @Test
    @DisplayName("[R29] exec: no arguments, no input, a minimal environment, and / as the directory")
    void givesTheProgramNothing() throws IOException {
        Path seen = folder.resolve("seen");
        assertEquals(Outcome.HEALTHY, allowed(program("#!/bin/bash",
                "{ echo \"$# $(pwd) $(wc -c)\"; env -0 | cut -z -d= -f1 | sort -z | tr '\\0' ' '; } > " + seen), 10));
        List<String> lines = Files.readAllLines(seen);
        assertEquals("0 / 0", lines.get(0));
        // bash itself adds the last four.
        assertEquals(Set.of("GROUNDSWELL_RUN", "LANG", "PATH", "PWD", "SHLVL", "_"),
                Arrays.stream(lines.get(1).strip().split(" ")).filter(name -> !name.equals("OLDPWD"))
                        .collect(Collectors.toSet()));
    }

    @Test
    @DisplayName("[R4] exec: any amount of output is discarded and blocks nothing")
    void discardsOutput() throws IOException {
        assertEquals(Outcome.HEALTHY, allowed(program("#!/bin/sh",
                "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2"), 20));
    }

    @ParameterizedTest
    @DisplayName("[R29] exec: the timeout ends the whole process tree, whoever its members belong to by then")
    @ValueSource(strings = {
        "sleep 600 & sleep 600 & echo $! > %s; wait",
        "(sleep 600 & echo $! > %s) & sleep 600",
        "setsid sh -c '(sleep 600 & echo $! > %s)' & sleep 600",
        "trap '' TERM INT HUP; sleep 600 & echo $! > %s; wait"})
    void killsTheTree(String script) throws IOException {
        Path pid = folder.resolve("pid");
        assertEquals(Outcome.TIMED_OUT, allowed(program("#!/bin/sh", script.formatted(pid)), 2));
        assertGone(pid);
    }

    @Test
    @DisplayName("[R29] exec: what a program leaves behind when it ends in time is killed as well")
    void killsWhatIsLeftBehind() throws IOException {
        Path pid = folder.resolve("pid");
        assertEquals(Outcome.HEALTHY, allowed(program("#!/bin/sh", "sleep 600 & echo $! > " + pid), 10));
        assertGone(pid);
    }

    private static void assertGone(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        assertTrue(ProcessHandle.of(pid).filter(ExecProbeTest::isSleeping).isEmpty(), "process " + pid + " must be gone");
    }

    /** A killed process that nobody collected yet has no command line any more. */
    private static boolean isSleeping(ProcessHandle process) {
        return process.info().commandLine().filter(line -> line.contains("sleep")).isPresent();
    }
}
