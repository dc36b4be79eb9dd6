package io.groundswell.cli.demo;

import io.groundswell.agent.connection.CallFailed;
import io.groundswell.cli.Arguments;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.watch.Look;
import io.groundswell.cli.watch.WatchCommand;
import io.groundswell.cli.watch.WaveBars;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code demo}: exit 0 only if everything that the story tells was observed. */
public final class Demo {

    private static final int DEVICES = 40;
    private static final int FEWEST = 30;
    private static final int MOST = 400;
    private static final int MOST_AGENTS = 10;

    private Demo() {
    }

    public static int run(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--devices", "--agents"), Set.of("--keep"));
        arguments.words();
        int devices = arguments.number("--devices", DEVICES, FEWEST, MOST);
        int agents = arguments.number("--agents", 0, 0, MOST_AGENTS);
        PrintStream out = System.out;
        long start = System.nanoTime();
        try (DemoFolder folder = DemoFolder.create()) {
            try (DemoStack stack = DemoStack.start(folder.path());
                    DemoStory story = new DemoStory(stack, folder.path(), devices, agents, out,
                            new WaveBarsFactory(out, WatchCommand.look()))) {
                story.tell();
                out.printf("%nAll of this was observed, in %d s.%n",
                        Duration.ofNanos(System.nanoTime() - start).toSeconds());
                if (arguments.has("--keep")) {
                    keep(stack, out);
                }
            } catch (CommandFailed | CallFailed e) {
                folder.keep();
                throw new CommandFailed(e.getMessage() + "\nLocalCloud's log is " + DemoStack.log(folder.path()), e);
            }
        }
        return 0;
    }

    /** Makes the display of one rollout. */
    record WaveBarsFactory(PrintStream out, Look look) {

        WaveBars bars() {
            return new WaveBars(out, look);
        }
    }

    private static void keep(DemoStack stack, PrintStream out) {
        Hints hints = stack.hints();
        out.println();
        out.println("Still running; Ctrl-C stops it. Operator API " + stack.text("operator_api")
                + ", device API " + stack.text("device_api") + ", AWS endpoint " + stack.text("aws_endpoint"));
        out.println();
        hints.calls(DemoStory.FLEET).forEach(line -> out.println("  " + line));
        out.println("  " + hints.awsCall());
        stack.join();
    }
}
