package io.groundswell.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path TEMPLATE = ROOT.resolve("infra/template.yaml");
    private static final PrintStream CONSOLE = System.out;

    /** What 500 runs must have come to, for their going well to mean something. */
    private static final Map<String, Integer> LEAST = Map.ofEntries(
            Map.entry("executions ended by RolloutInterrupted", 30),
            Map.entry("executions ended by Stopped", 40),
            Map.entry("tasks that run when they are over", 15),
            Map.entry("requests that arrive late", 80),
            Map.entry("outage of TABLES", 15),
            Map.entry("outage of EXECUTIONS", 15),
            Map.entry("outage of FUNCTIONS", 15),
            Map.entry("batches delivered again", 500),
            Map.entry("events lost", 30),
            Map.entry("device.excluded", 150),
            Map.entry("device.reverted", 50),
            Map.entry("rollout.halted", 100),
            Map.entry("rollout.resumed", 80),
            Map.entry("rollout.aborted", 40),
            Map.entry("rollout.reversal_requested", 15),
            Map.entry("group.appended", 40));

    private record Result(int exit, String out, String err) {
    }

    @BeforeAll
    static void silenceFunctions() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restore() {
        System.setOut(CONSOLE);
    }

    @Test
    @DisplayName("[R9] [R10] [R11] [R13] [R16] [R17] [R18] [R19] [R20] [R21] [R22] [R23] [R24] [R25] [R26] [R27] [R28] "
            + "[R31] [R32] [R33] [R35] no rule is broken in 500 runs, whatever goes wrong")
    void noRuleIsBroken() {
        Result result = run("--seeds", "700001..700500");

        if (result.exit() != 0) {
            fail(result.out().lines().filter(line -> line.startsWith("seed ") || line.startsWith("the first")).toList()
                    + "; see it with ./groundswell simulate --seed SEED --trace");
        }
        assertTrue(result.out().startsWith("500 seeds in "), result.out());
        assertTrue(result.out().endsWith("no violation in seeds 700001 to 700500\n"), result.out());
        LEAST.forEach((what, least) -> assertTrue(count(result.out(), what) >= least,
                "at least " + least + " times " + what + ", found " + result.out()));
    }

    private static int count(String out, String what) {
        Matcher count = Pattern.compile("[ ](\\d+) " + Pattern.quote(what) + "[,\n]").matcher(out);
        return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }

    @Test
    @DisplayName("the same seed gives the same trace, byte by byte, in this process and in another")
    void sameSeedSameTrace() throws IOException, InterruptedException {
        Result first = run("--seed", "700018", "--trace");
        assertEquals(0, first.exit());
        assertTrue(first.out().lines().count() > 100, first.out());

        assertEquals(first, run("--seed", "700018", "--trace"));
        assertEquals(first.out(), inAnotherProcess("--seed", "700018", "--trace"));
    }

    @Test
    @DisplayName("one seed tells where its rollouts ended")
    void tellsTheOutcome() {
        Result result = run("--seed", "700002");

        assertEquals(0, result.exit());
        assertTrue(result.out().matches("seed 700002: ([0-9a-f]{6} (succeeded|failed|aborted)(, )?)+; \\d+ invocations in "
                + "\\d+ simulated minutes, no violation\n"), result.out());
    }

    @Test
    @DisplayName("[R23] a rollout ends that was made by a request which arrived late, after its sender was told to try again")
    void lateCreationIsLookedAfter() {
        Result result = run("--seed", "30350");

        assertEquals(0, result.exit(), result.out());
        assertTrue(result.out().startsWith("seed 30350: 62c464 failed, "), result.out());
    }

    @Test
    @DisplayName("what cannot be done is a usage error that says why")
    void usageErrors() {
        assertUsageError("--seeds FIRST..LAST or --seed SEED is required, and LAST is at least FIRST");
        assertUsageError("--seeds must be a range such as 1..500, found 5", "--seeds", "5");
        assertUsageError("--seeds FIRST..LAST or --seed SEED is required, and LAST is at least FIRST", "--seeds", "9..2");
        assertUsageError("--seed needs a value", "--seed");
        assertUsageError("--seed must be a whole number, found x", "--seed", "x");
        assertUsageError("--trace shows one run: give --seed SEED", "--seeds", "1..2", "--trace");
        assertUsageError("unknown word --fast", "--fast");
    }

    private static void assertUsageError(String message, String... words) {
        Result result = run(words);
        assertEquals(2, result.exit());
        assertEquals("groundswell simulate: " + message, result.err().lines().findFirst().orElseThrow());
    }

    private static Result run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(List.of(words), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), TEMPLATE);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static String inAnotherProcess(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-DGROUNDSWELL_HOME=" + ROOT, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(2, TimeUnit.MINUTES));
        return out;
    }
}
