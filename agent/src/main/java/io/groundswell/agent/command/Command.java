package io.groundswell.agent.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command and all of its flags.
 *
 * @param statuses what it may exit with
 */
record Command(String name, String summary, List<Flag> flags, List<ExitStatus> statuses) {

    static final Command ENROLL = new Command("enroll",
            "makes a key on this device, has it certified, and pins the fleet's trust anchor",
            List.of(Flag.SERVER, Flag.TOKEN, Flag.NAME, Flag.DIR, Flag.ROOT_SHA256, Flag.SERVER_CA),
            List.of(ExitStatus.values()));
    static final Command RUN = new Command("run",
            "registers, heartbeats and works on assignments until it is stopped or decommissioned",
            List.of(Flag.DIR, Flag.ALLOWLISTS, Flag.TAGS),
            List.of(ExitStatus.FAILED, ExitStatus.USAGE, ExitStatus.NOT_READY, ExitStatus.DECOMMISSIONED));
    static final Command STATUS = new Command("status",
            "shows who the device is, what is installed and what waits, without calling the server",
            List.of(Flag.DIR),
            List.of(ExitStatus.values()));

    /** All of them. */
    static final List<Command> ALL = List.of(ENROLL, RUN, STATUS);

    Command {
        flags = List.copyOf(flags);
        statuses = List.copyOf(statuses);
    }

    Optional<Flag> flag(String name) {
        return flags.stream().filter(flag -> flag.name().equals(name)).findFirst();
    }

    /** What {@code --help} prints. */
    String help() {
        String synopsis = flags.stream().map(flag -> flag.isRequired() ? flag.shown() : "[" + flag.shown() + "]")
                .collect(Collectors.joining(" "));
        String explained = flags.stream().map(flag -> "  %-22s %s%n  %-22s or %s%n".formatted(flag.shown(),
                flag.meaning(), "", flag.variable())).collect(Collectors.joining());
        String ends = statuses.stream().map(status -> "  %-22d %s%n".formatted(status.code(), status.meaning()))
                .collect(Collectors.joining());
        return "usage: java -jar agent.jar %s %s%n%n%s %s.%n%n%s%nexit status%n%s".formatted(name, synopsis, name,
                summary, explained, ends);
    }
}
