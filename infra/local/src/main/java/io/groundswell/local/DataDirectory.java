package io.groundswell.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where LocalCloud keeps its files.
 *
 * <p>A directory that the user named outlives everything and is locked against a second LocalCloud; otherwise what must be
 * a file at all lies in a temporary directory that goes when LocalCloud ends.
 */
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final boolean kept;
    private final Optional<FileChannel> lock;

    private DataDirectory(Path root, boolean kept, Optional<FileChannel> lock) {
        this.root = root;
        this.kept = kept;
        this.lock = lock;
    }

    static DataDirectory open(Optional<Path> chosen) throws IOException {
        if (chosen.isEmpty()) {
            return new DataDirectory(Files.createTempDirectory("groundswell-"), false, Optional.empty());
        }
        Path root = Files.createDirectories(chosen.get().toAbsolutePath().normalize());
        FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locks(channel)) {
            channel.close();
            throw new StartRefused(
                    "the data directory " + root + " is in use by another LocalCloud; stop it or choose another directory");
        }
        return new DataDirectory(root, true, Optional.of(channel));
    }

    /** The directory itself, where it outlives a restart. */
    Optional<Path> kept() {
        return kept ? Optional.of(root) : Optional.empty();
    }

    /** A path for what outlives a restart; empty when nothing does. */
    Optional<Path> kept(String name) {
        return kept ? Optional.of(root.resolve(name)) : Optional.empty();
    }

    /** A path for what must be a file in any case. */
    Path file(String name) {
        return root.resolve(name);
    }

    /** Where functions write: a file beside what is kept, else standard error. */
    static PrintStream log(Optional<Path> chosen) throws IOException {
        if (chosen.isEmpty()) {
            return System.err;
        }
        Path file = Files.createDirectories(chosen.get().resolve("log")).resolve("functions.log");
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
        if (!kept) {
            delete(root);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
