package io.groundswell.agent.apply;

import io.groundswell.domain.name.Names;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What the device's owner lets a configuration trigger once it is in place. */
public sealed interface Reload {

    /** A systemd unit, reloaded or else restarted. */
    record Unit(String unit) implements Reload {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_.@\\\\-]{0,254}");

        public Unit {
            if (!NAME.matcher(unit).matches()) {
                throw new IllegalArgumentException("a systemd unit's name must match " + NAME + ", found "
                        + Names.shown(unit));
            }
        }
    }

    /** A program with these arguments and no others. */
    record Program(List<String> command) implements Reload {

        public Program {
            command = List.copyOf(command);
            if (command.isEmpty() || !Path.of(command.getFirst()).isAbsolute()) {
                throw new IllegalArgumentException(
                        "a program to reload with is an absolute path and its arguments, found " + command);
            }
        }
    }

    /** {@code app.service}, or {@code /usr/sbin/app -s reload} with arguments that have no blanks in them. */
    static Reload parse(String text) {
        return text.startsWith("/") ? new Program(List.of(text.split(" +"))) : new Unit(text);
    }
}
