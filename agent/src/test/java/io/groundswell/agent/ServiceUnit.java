package io.groundswell.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The service unit that devices install. */
public record ServiceUnit(String text) {

    public static final Path FILE = Path.of("systemd/groundswell-agent.service");

    public static ServiceUnit read() {
        try {
            return new ServiceUnit(Files.readString(FILE).replace("\\\n", " "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A setting's values, in order. */
    public String setting(String name) {
        return text.lines().filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1)).collect(Collectors.joining(" "));
    }

    /** The words of the command that is started. */
    public List<String> start() {
        return Arrays.asList(setting("ExecStart").split(" +"));
    }

    /** This JVM with the unit's flags, its cache in another folder. */
    public List<String> java(Path cache) {
        List<String> command = new ArrayList<>(start().subList(1, start().indexOf("-jar")));
        command.replaceAll(flag -> flag.replace("/var/cache/groundswell", cache.toString()));
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return command;
    }
}
