package io.groundswell.agent.command;

import io.groundswell.domain.name.Names;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values of one command's flags, from its arguments and the environment. */
final class Options {

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /** @throws CommandEnded naming the flag that is unknown, given twice, without a value, or missing */
    static Options parse(Command command, List<String> arguments, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            Flag flag = flag(command, arguments.get(i));
            if (i + 1 == arguments.size() || arguments.get(i + 1).isEmpty()) {
                throw wrong("the flag " + flag.name() + " needs a value, " + flag.value());
            }
            if (values.put(flag.name(), arguments.get(i + 1)) != null) {
                throw wrong("the flag " + flag.name() + " is given twice");
            }
        }
        for (Flag flag : command.flags()) {
            String otherwise = environment.getOrDefault(flag.variable(), "");
            if (!otherwise.isEmpty()) {
                values.putIfAbsent(flag.name(), otherwise);
            }
            if (flag.isRequired() && !values.containsKey(flag.name())) {
                throw wrong(command.name() + " needs " + flag.name() + " " + flag.value() + ", or " + flag.variable()
                        + " in the environment; found neither");
            }
        }
        return new Options(values);
    }

    private static Flag flag(Command command, String argument) {
        return command.flag(argument).orElseThrow(() -> wrong("expected a flag of " + command.name() + " ("
                + command.flags().stream().map(Flag::name).collect(Collectors.joining(", ")) + "), found "
                + Names.shown(argument)));
    }

    static CommandEnded wrong(String message) {
        return new CommandEnded(ExitStatus.USAGE, message);
    }

    String text(Flag flag) {
        return values.get(flag.name());
    }

    Optional<String> find(Flag flag) {
        return Optional.ofNullable(values.get(flag.name()));
    }

    Path path(Flag flag) {
        return path(flag, text(flag));
    }

    Optional<Path> findPath(Flag flag) {
        return find(flag).map(value -> path(flag, value));
    }

    private static Path path(Flag flag, String value) {
        try {
            return Path.of(value).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw wrong(flag.name() + " must be a path: " + e.getMessage());
        }
    }
}
