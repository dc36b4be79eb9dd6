package io.groundswell.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The repository's README, as far as it can be run. */
final class Readme {

    static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private Readme() {
    }

    /** Its shell blocks, in order. */
    static List<String> blocks() {
        try {
            return SHELL.matcher(Files.readString(REPOSITORY.resolve("README.md"))).results().map(found -> found.group(1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one block that contains this. */
    static String blockWith(String text) {
        List<String> found = blocks().stream().filter(block -> block.contains(text)).toList();
        if (found.size() != 1) {
            throw new AssertionError("the README must have one shell block with " + text + ", found " + found.size());
        }
        return found.getFirst();
    }
}
