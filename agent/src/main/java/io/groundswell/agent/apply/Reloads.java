package io.groundswell.agent.apply;

import io.groundswell.agent.process.Programs;
import io.groundswell.domain.name.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs what the device's owner allows to be triggered, by the name that a manifest gives. */
final class Reloads {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final List<Path> SYSTEMCTL = List.of(Path.of("/usr/bin/systemctl"), Path.of("/bin/systemctl"));

    private final Map<String, Reload> allowed;
    private final Programs programs;

    Reloads(Map<String, Reload> allowed, Programs programs) {
        this.allowed = Map.copyOf(allowed);
        this.programs = programs;
    }

    /** @throws NotReloaded if the allowlist has no such entry */
    void require(String name) {
        if (!allowed.containsKey(name)) {
            throw new NotReloaded("reload_denied", "the manifest's reload must be one of " + allowed.keySet()
                    + ", found " + Names.shown(name), null);
        }
    }

    /**
     * Runs each entry once, whatever becomes of the others.
     *
     * @throws NotReloaded the first one's that failed
     */
    void run(Set<String> names) {
        List<NotReloaded> failures = new ArrayList<>();
        for (String name : names) {
            try {
                require(name);
                run(name, command(allowed.get(name)));
            } catch (NotReloaded e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private void run(String name, List<String> command) {
        Programs.Ended ended;
        try {
            ended = programs.run(command, TIMEOUT);
        } catch (IOException e) {
            throw new NotReloaded("reload_failed", "cannot run reload " + name + ": " + e.getMessage(), e);
        }
        if (ended.isTimedOut()) {
            throw new NotReloaded("reload_timeout", "reload " + name + " must end in " + TIMEOUT.toSeconds() + " s",
                    null);
        }
        if (!ended.isSuccess()) {
            throw new NotReloaded("reload_failed", "reload " + name + " must exit with 0, found " + ended.exit(), null);
        }
    }

    private static List<String> command(Reload reload) {
        return switch (reload) {
            case Reload.Program program -> program.command();
            case Reload.Unit unit -> List.of(systemctl(), "reload-or-restart", "--", unit.unit());
        };
    }

    private static String systemctl() {
        return SYSTEMCTL.stream().filter(Files::isExecutable).findFirst().orElse(SYSTEMCTL.getFirst()).toString();
    }
}
