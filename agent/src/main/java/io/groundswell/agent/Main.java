package io.groundswell.agent;

import io.groundswell.agent.tuf.TufCommand;
import java.util.Arrays;
import java.util.List;

/** Entry point of the agent's jar: hands the arguments to the sub-command that they name. */
public final class Main {

    private static final String USAGE = "usage: java -jar agent.jar tuf …";

    private Main() {
    }

    /** Runs a sub-command and exits with its status. */
    public static void main(String[] args) {
        System.exit(run(Arrays.asList(args)));
    }

    private static int run(List<String> args) {
        if (args.isEmpty()) {
            System.err.println(USAGE);
            return 2;
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "tuf" -> new TufCommand(System.out, System.err).run(rest);
            default -> {
                System.err.println("unknown sub-command \"" + args.getFirst() + "\"; " + USAGE);
                yield 2;
            }
        };
    }
}
