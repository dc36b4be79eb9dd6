package io.groundswell.agent.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedProgramsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Programs programs = new BoundedPrograms(Map.of("GIVEN", "yes"));

    private String script(String... lines) throws IOException {
        Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    @Test
    @DisplayName("[R29] arguments reach the program as they are: nothing is expanded, split or run by a shell")
    void passesArgumentsAsTheyAre() throws IOException {
        assertEquals("$(id)|a b|;|*|",
                programs.ask(List.of("/usr/bin/printf", "%s|", "$(id)", "a b", ";", "*"), LONG).output());
    }

    @Test
    @DisplayName("[R4] a program gets no environment but what it needs, and no input")
    void givesAMinimalEnvironment() throws IOException {
        String script = script("cat", "env | grep -v -e '^PWD=' -e '^GROUNDSWELL_RUN=' -e '^_=' | sort");
        assertEquals("GIVEN=yes\nLANG=C\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n",
                programs.ask(List.of(script), LONG).output());
    }

    @Test
    @DisplayName("[R29] a program's exit status is told, and its output is not kept when nobody asked")
    void tellsTheExitStatus() throws IOException {
        Programs.Ended ended = programs.run(List.of(script("echo secret", "exit 3")), LONG);
        assertEquals(new Programs.Ended(3, false, ""), ended);
        assertFalse(ended.isSuccess());
    }

    @Test
    @DisplayName("[R29] endless output is cut off, not collected")
    void boundsOutput() throws IOException {
        assertEquals(65_536, programs.ask(List.of("/usr/bin/head", "-c", "3000000", "/dev/zero"), LONG).output().length());
    }

    @Test
    @DisplayName("[R29] when the time is over, everything that the program started is killed, orphans included")
    void killsTheWholeTree() throws IOException {
        Path pids = directory.resolve("pids");
        String script = script("(setsid sh -c 'echo $$ >> " + pids + "; exec sleep 300' &)",
                "sleep 300 & echo $! >> " + pids, "echo $$ >> " + pids, "wait");
        Programs.Ended ended = programs.run(List.of(script), Duration.ofSeconds(8));
        assertTrue(ended.isTimedOut());
        List<String> started = Files.readAllLines(pids);
        assertEquals(3, started.size());
        for (String pid : started) {
            assertFalse(isRunning(pid), "process " + pid + " must be gone");
        }
    }

    /** A process that is dead and whose parent has not noticed yet does not run. */
    private static boolean isRunning(String pid) throws IOException {
        try {
            String status = Files.readString(Path.of("/proc", pid, "stat"));
            return status.charAt(status.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Test
    @DisplayName("[R29] a program without an absolute path, that is not there, or that only a shell could run, is not run")
    void refusesOtherPrograms() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "touch " + directory.resolve("trace") + "\n");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rwx------"));
        assertThrows(IOException.class, () -> programs.run(List.of(text.toString()), LONG));
        assertFalse(Files.exists(directory.resolve("trace")));
        assertThrows(IOException.class, () -> programs.run(List.of("true"), LONG));
        assertThrows(IOException.class, () -> programs.run(List.of("/nowhere/true"), LONG));
    }
}
