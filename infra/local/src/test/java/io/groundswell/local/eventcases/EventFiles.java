package io.groundswell.local.eventcases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of {@code events/}, each called {@code <function>/<case>}. */
final class EventFiles {

    private static final Path EVENTS = Path.of("../../events");
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventFiles() {
    }

    /** Every payload there is; a file that is none, and is not the folder's own description, is named with its suffix. */
    static SortedSet<String> names() {
        try (Stream<Path> files = Files.walk(EVENTS)) {
            SortedSet<String> names = new TreeSet<>();
            files.filter(Files::isRegularFile).map(file -> EVENTS.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.equals("README.md"))
                    .map(name -> name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name)
                    .forEach(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(String name) {
        try {
            return JSON.readTree(Files.readAllBytes(EVENTS.resolve(name + SUFFIX)));
        } catch (IOException e) {
            throw new UncheckedIOException("events/" + name + SUFFIX + " must be readable JSON", e);
        }
    }

    static String function(String name) {
        return name.substring(0, name.indexOf('/'));
    }
}
