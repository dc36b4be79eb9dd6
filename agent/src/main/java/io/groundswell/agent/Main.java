package io.groundswell.agent;

import io.groundswell.agent.command.AgentCommands;
import io.groundswell.agent.tuf.TufCommand;
import java.util.Arrays;
import java.util.List;

/** Entry point of the agent's jar: hands the arguments to the sub-command that they name. */
public final class Main {

    private static final int WRONG = 2;

    private Main() {
    }

    /** Runs a sub-command and exits with its status. */
    public static void main(String[] args) {
        System.exit(run(Arrays.asList(args)));
    }

    private static int run(List<String> args) {
        String name = args.isEmpty() ? "" : args.getFirst();
        if (name.equals("--help")) {
            System.out.print(AgentCommands.overview());
            return 0;
        }
        if (name.equals("tuf")) {
            return new TufCommand(System.out, System.err).run(args.subList(1, args.size()));
        }
        AgentCommands commands = new AgentCommands(System.out, System.err, System.getenv());
        return commands.run(name, args.subList(Math.min(1, args.size()), args.size())).orElseGet(() -> unknown(name));
    }

    private static int unknown(String name) {
        System.err.print((name.isEmpty() ? "" : "unknown command \"" + name + "\"\n") + AgentCommands.overview());
        return WRONG;
    }
}
