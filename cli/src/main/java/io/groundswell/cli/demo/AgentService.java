package io.groundswell.cli.demo;

import io.groundswell.cli.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the agent's service unit runs it: the one place where its JVM's memory is decided.
 *
 * @param unit the unit's text, its lines joined
 */
public record AgentService(String unit) {

    private static final String CACHE = "/var/cache/groundswell";

    /** @throws CommandFailed if there is no such file */
    public static AgentService read(Path file) {
        try {
            return new AgentService(Files.readString(file).replace("\\\n", " "));
        } catch (IOException e) {
            throw new CommandFailed("the agent's service unit cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * This JVM's program with the unit's flags for it, up to where the jar follows.
     *
     * @param cache an existing directory, in the place of the unit's
     */
    public List<String> java(Path cache) {
        List<String> words = Arrays.asList(setting("ExecStart").split(" +"));
        List<String> command = new ArrayList<>(words.subList(1, words.indexOf("-jar")));
        command.replaceAll(flag -> flag.replace(CACHE, cache.toString()));
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return command;
    }

    /** The variables that the unit sets. */
    public Map<String, String> environment() {
        return Arrays.stream(setting("Environment").split(" +")).map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(variable -> variable[0], variable -> variable[1]));
    }

    private String setting(String name) {
        return unit.lines().filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1)).collect(Collectors.joining(" "));
    }
}
