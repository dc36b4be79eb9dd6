package io.groundswell.agent.apply;

import io.groundswell.domain.name.Names;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
        containers.keySet().forEach(name -> Names.require("an allowed container's name", name));
    }

    private static void requirePlain(String what, Path path) {
        if (!path.isAbsolute() || !path.equals(path.normalize()) || path.getNameCount() == 0) {
            throw new IllegalArgumentException(what + " must be an absolute path without \".\" and \"..\", found "
                    + Names.shown(path.toString()));
        }
    }

    /**
     * Reads the forms that a command line has.
     *
     * @param configPrefixes {@code /etc/app}
     * @param reloads {@code app=app.service} or {@code app=/usr/sbin/app -s reload}; a unit alone is its own name
     * @param containers {@code app=--network=host --restart=always}, or {@code app} to run it without arguments
     * @param engine an absolute path, if it is not where the system keeps it
     */
    public static Allowlists parse(List<String> configPrefixes, List<String> reloads, List<String> containers,
            Optional<String> engine) {
        Map<String, Reload> namedReloads = new LinkedHashMap<>();
        named(reloads).forEach((name, text) -> namedReloads.put(name, Reload.parse(text.isEmpty() ? name : text)));
        Map<String, List<String>> namedContainers = new LinkedHashMap<>();
        named(containers).forEach((name, text) -> namedContainers.put(name,
                text.isEmpty() ? List.of() : List.of(text.split(" +"))));
        return new Allowlists(configPrefixes.stream().map(Path::of).toList(), namedReloads, namedContainers,
                engine.map(Path::of));
    }

    private static Map<String, String> named(List<String> entries) {
        Map<String, String> named = new LinkedHashMap<>();
        for (String entry : entries) {
            int sign = entry.indexOf('=');
            String name = sign < 0 ? entry : entry.substring(0, sign);
            if (name.isBlank() || named.put(name, sign < 0 ? "" : entry.substring(sign + 1).strip()) != null) {
                throw new IllegalArgumentException("an allowlist's entries have a name each, as in NAME or NAME=…, "
                        + "and no name twice, found " + Names.shown(entry));
            }
        }
        return named;
    }
}
