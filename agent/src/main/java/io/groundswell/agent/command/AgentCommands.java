package io.groundswell.agent.command;

import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DiskWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs the command that the first argument names. */
public final class AgentCommands {

    private static final String HELP = "--help";

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final DiskWatch watch;

    public AgentCommands(PrintStream out, PrintStream err, Map<String, String> environment) {
        this(out, err, environment, DiskWatch.NONE);
    }

    /** Commands whose changes to the device's identity are watched. */
    AgentCommands(PrintStream out, PrintStream err, Map<String, String> environment, DiskWatch watch) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.watch = watch;
    }

    /** All commands in a line each. */
    public static String overview() {
        return "usage: java -jar agent.jar COMMAND …\n\n" + Command.ALL.stream()
                .map(command -> "  %-8s %s%n".formatted(command.name(), command.summary()))
                .collect(Collectors.joining())
                + "  tuf      verifies and downloads from a TUF repository: init, refresh, download\n"
                + "\nCOMMAND --help shows its flags and exit statuses.\n";
    }

    /** The exit status; empty if there is no such command. */
    public Optional<Integer> run(String name, List<String> arguments) {
        return Command.ALL.stream().filter(command -> command.name().equals(name)).findFirst()
                .map(command -> run(command, arguments).code());
    }

    private ExitStatus run(Command command, List<String> arguments) {
        if (arguments.contains(HELP)) {
            out.print(command.help());
            return ExitStatus.DONE;
        }
        try {
            Options options = Options.parse(command, arguments, environment);
            switch (command.name()) {
                case "enroll" -> new EnrollCommand(out, watch).run(options);
                case "run" -> new RunCommand(out, watch).run(options);
                case "status" -> new StatusCommand(out).run(options);
                default -> throw new IllegalStateException("no command is called " + command.name());
            }
            return ExitStatus.DONE;
        } catch (CommandEnded e) {
            return failed(command, e.status(), e.getMessage());
        } catch (UncheckedIOException e) {
            return failed(command, ExitStatus.FAILED, DiskTrouble.reason(e.getCause()));
        } catch (IOException e) {
            return failed(command, ExitStatus.FAILED, DiskTrouble.reason(e));
        }
    }

    private ExitStatus failed(Command command, ExitStatus status, String why) {
        err.println(command.name() + ": " + why);
        return status;
    }
}
