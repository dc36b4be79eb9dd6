package io.groundswell.agent.apply;

import io.groundswell.domain.name.Names;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the device's owner lets signed updates touch outside of the agent's own directory.
 *
 * @param configPrefixes directories below which configurations may be placed, absolute, without symbolic links
 * @param reloads what a configuration may trigger, by the name that its manifest gives
 * @param containers the containers that may be replaced, by name, with the arguments they are run with
 * @param engine the container engine; podman, else docker, where the system keeps them, unless it is given
 * @param guarded absolute paths of files where no configuration may be placed, whatever the prefixes say, beyond the
 *     programs that are named here
 */
public record Allowlists(List<Path> configPrefixes, Map<String, Reload> reloads, Map<String, List<String>> containers,
        Optional<Path> engine, Set<Path> guarded) {

    /** Models only. */
    public static final Allowlists NONE = new Allowlists(List.of(), Map.of(), Map.of(), Optional.empty());

    /** Allowlists that guard nothing but the programs that they name. */
    public Allowlists(List<Path> configPrefixes, Map<String, Reload> reloads, Map<String, List<String>> containers,
            Optional<Path> engine) {
        this(configPrefixes, reloads, containers, engine, Set.of());
    }

    public Allowlists {
        configPrefixes = List.copyOf(configPrefixes);
        reloads = Map.copyOf(reloads);
        containers = Map.copyOf(containers);
        guarded = Set.copyOf(guarded);
        configPrefixes.forEach(prefix -> requirePlain("an allowed directory for configurations", prefix));
        engine.ifPresent(path -> requirePlain("the container engine", path));
        containers.keySet().stream().filter(name -> !Names.isValid(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("an allowed container's name must match " + Names.FORMAT + ", found "
                    + Names.shown(name));
        });
    }

    /** The same allowlists with more files guarded. */
    public Allowlists guarding(Set<Path> more) {
        return new Allowlists(configPrefixes, reloads, containers, engine, union(guarded.stream(), more.stream()));
    }

    /** Every file by which a payload in its place could allow itself more. */
    Set<Path> untouchable() {
        Stream<Path> programs = reloads.values().stream().filter(Reload.Program.class::isInstance)
                .map(reload -> Path.of(((Reload.Program) reload).command().getFirst()));
        return union(Stream.concat(guarded.stream(), programs),
                Stream.of(Reloads.SYSTEMCTL, ContainerEngine.KNOWN, engine.stream().toList()).flatMap(List::stream));
    }

    private static Set<Path> union(Stream<Path> some, Stream<Path> others) {
        return Stream.concat(some, others).collect(Collectors.toUnmodifiableSet());
    }

    private static void requirePlain(String what, Path path) {
        if (!path.isAbsolute() || !path.equals(path.normalize()) || path.getNameCount() == 0) {
            throw new IllegalArgumentException(what + " must be an absolute path without \".\" and \"..\", found "
                    + Names.shown(path.toString()));
        }
    }
}
