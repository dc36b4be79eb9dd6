package io.groundswell.agent.apply;

import io.groundswell.domain.name.Names;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the device's owner lets signed updates touch outside of the agent's own directory.
 *
 * @param configPrefixes directories below which configurations may be placed, absolute, without symbolic links
 * @param reloads what a configuration may trigger, by the name that its manifest gives
 * @param containers the containers that may be replaced, by name, with the arguments they are run with
 * @param engine the container engine; podman, else docker, where the system keeps them, unless it is given
 */
public record Allowlists(List<Path> configPrefixes, Map<String, Reload> reloads, Map<String, List<String>> containers,
        Optional<Path> engine) {

    /** Models only. */
    public static final Allowlists NONE = new Allowlists(List.of(), Map.of(), Map.of(), Optional.empty());

    public Allowlists {
        configPrefixes = List.copyOf(configPrefixes);
        reloads = Map.copyOf(reloads);
        containers = Map.copyOf(containers);
        configPrefixes.forEach(prefix -> requirePlain("an allowed directory for configurations", prefix));
        engine.ifPresent(path -> requirePlain("the container engine", path));
        containers.keySet().stream().filter(name -> !Names.isValid(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("an allowed container's name must match " + Names.FORMAT + ", found "
                    + Names.shown(name));
        });
    }

    private static void requirePlain(String what, Path path) {
        if (!path.isAbsolute() || !path.equals(path.normalize()) || path.getNameCount() == 0) {
            throw new IllegalArgumentException(what + " must be an absolute path without \".\" and \"..\", found "
                    + Names.shown(path.toString()));
        }
    }
}
