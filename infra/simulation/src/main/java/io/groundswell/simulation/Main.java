package io.groundswell.simulation;

import io.groundswell.simulation.check.Violation;
import io.groundswell.simulation.cloud.Blueprint;
import io.groundswell.simulation.cloud.Trace;
import io.groundswell.simulation.world.Run;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code groundswell simulate}: runs seeds, and shows the first that breaks a rule. */
public final class Main {

    private static final int BROKEN = 1;
    private static final int USAGE_ERROR = 2;

    private Main() {
    }

    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // The functions log every invocation to standard output, which is the report's.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.exit(run(List.of(words), out, System.err, template()));
    }

    static int run(List<String> words, PrintStream out, PrintStream err, Path template) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(words);
        } catch (Arguments.Invalid e) {
            err.println("groundswell simulate: " + e.getMessage());
            err.print(Arguments.USAGE);
            return USAGE_ERROR;
        }
        Blueprint blueprint = Blueprint.read(template);
        return arguments.first() == arguments.last() ? one(blueprint, arguments, out) : many(blueprint, arguments, out, err);
    }

    private static int one(Blueprint blueprint, Arguments arguments, PrintStream out) {
        try {
            Run.Outcome outcome = Run.of(blueprint, arguments.first(), arguments.trace() ? printing(out) : Trace.SILENT);
            out.println("seed " + arguments.first() + ": " + outcome.rollouts() + "; " + outcome.invocations()
                    + " invocations in " + outcome.simulated().toMinutes() + " simulated minutes, no violation");
            return 0;
        } catch (Exception | AssertionError | StackOverflowError broken) {
            return broken(arguments.first(), broken, out);
        }
    }

    private static int many(Blueprint blueprint, Arguments arguments, PrintStream out, PrintStream err) {
        long begun = System.nanoTime();
        Campaign.Result result = Campaign.run(blueprint, arguments.first(), arguments.last(), arguments.threads(),
                done -> err.println(rate(done, begun)));
        out.println(rate(result.seeds(), begun) + String.format(Locale.ROOT, " on %d threads, %,d invocations",
                arguments.threads(), result.invocations()));
        out.println("in them: " + result.sightings());
        if (result.failure().isEmpty()) {
            out.println("no violation in seeds " + arguments.first() + " to " + arguments.last());
            return 0;
        }
        long seed = result.failure().get().seed();
        out.println("the first seed that breaks a rule is " + seed + "; its trace:");
        try {
            Run.of(blueprint, seed, printing(out));
            out.println("seed " + seed + " broke a rule before, and not when it was run again: a run must not depend on "
                    + "anything but its seed");
            return broken(seed, result.failure().get().cause(), out);
        } catch (Exception | AssertionError | StackOverflowError broken) {
            return broken(seed, broken, out);
        }
    }

    private static String rate(long seeds, long begun) {
        double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
        return String.format(Locale.ROOT, "%,d seeds in %.1f s: %.1f seeds/s", seeds, seconds, seeds / seconds);
    }

    private static int broken(long seed, Throwable broken, PrintStream out) {
        out.println("seed " + seed + ": " + broken.getMessage());
        if (!(broken instanceof Violation)) {
            broken.printStackTrace(out);
        }
        return BROKEN;
    }

    private static Trace printing(PrintStream out) {
        return (at, depth, line) -> out.println(at + " " + "  ".repeat(depth) + line.get());
    }

    private static Path template() {
        String root = System.getProperty("GROUNDSWELL_HOME", System.getenv("GROUNDSWELL_HOME"));
        return Path.of(root == null ? "" : root).resolve("infra/template.yaml");
    }
}
