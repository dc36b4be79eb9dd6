package io.groundswell.cli.demo;

import io.groundswell.cli.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Offline keys, ready file and log of one demo; removed with it, unless a failure asks for a look at the log. */
final class DemoFolder implements AutoCloseable {

    private final Path path;
    private volatile boolean kept;

    private DemoFolder(Path path) {
        this.path = path;
        // Also when the demo is ended by Ctrl-C.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
    }

    static DemoFolder create() {
        try {
            return new DemoFolder(Files.createTempDirectory("groundswell-demo-"));
        } catch (IOException e) {
            throw new CommandFailed("no temporary folder can be made: " + e, e);
        }
    }

    Path path() {
        return path;
    }

    /** Leaves the folder where it is. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (kept || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("groundswell: " + path + " could not be removed: " + e);
        }
    }
}
