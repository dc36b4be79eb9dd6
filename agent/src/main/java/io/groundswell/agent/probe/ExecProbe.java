package io.groundswell.agent.probe;

import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.agent.process.KernelProgram;
import io.groundswell.agent.process.ProcessTree;
import io.groundswell.agent.process.RunningTrees;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of the device's own allowlist; exit 0 is healthy.
 *
 * <p>The program gets no arguments, no input, a minimal environment, {@code /} as its directory, and its output goes
 * nowhere (R4). Whatever it started is killed at the end of the attempt, in time or not.
 */
final class ExecProbe {

    private static final File NOTHING = new File("/dev/null");

    private final Set<String> programs;

    ExecProbe(Set<String> programs) {
        this.programs = Set.copyOf(programs);
    }

    Outcome attempt(String target, Duration timeout) {
        if (!programs.contains(target) || !KernelProgram.is(Path.of(target))) {
            return Outcome.DENIED;
        }
        ProcessTree tree = new ProcessTree(UUID.randomUUID().toString());
        try {
            return run(start(target, tree), tree, timeout);
        } catch (IOException e) {
            // The kernel refused to run it, for example because its interpreter is missing.
            return Outcome.UNHEALTHY;
        }
    }

    private static Process start(String target, ProcessTree tree) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(target)).directory(new File("/"))
                .redirectInput(NOTHING).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LANG", "C", ProcessTree.MARK, tree.mark()));
        return builder.start();
    }

    private static Outcome run(Process process, ProcessTree tree, Duration timeout) {
        RunningTrees.add(tree, process);
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.TIMED_OUT;
            }
            return process.exitValue() == 0 ? Outcome.HEALTHY : Outcome.UNHEALTHY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.TIMED_OUT;
        } finally {
            tree.kill(process);
            RunningTrees.remove(tree);
        }
    }
}
