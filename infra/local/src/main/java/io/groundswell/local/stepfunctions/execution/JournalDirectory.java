package io.groundswell.local.stepfunctions.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The journals of an engine, one file per execution, or none at all.
 *
 * <p>One engine at a time uses a directory. A journal without a single complete line belongs to a start that was never
 * acknowledged and is removed.
 */
public final class JournalDirectory implements AutoCloseable {

    private static final String SUFFIX = ".jsonl";

    private final Optional<Path> directory;
    private final Optional<FileChannel> lock;
    private final Map<UUID, Journal> found = new HashMap<>();

    private JournalDirectory(Optional<Path> directory, Optional<FileChannel> lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Keeps executions in memory only. */
    public static JournalDirectory none() {
        return new JournalDirectory(Optional.empty(), Optional.empty());
    }

    /**
     * Keeps executions in a directory, which is made if it is missing.
     *
     * @throws IllegalStateException if another engine uses it
     */
    public static JournalDirectory in(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(directory.resolve("lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new IllegalStateException("another process keeps its executions in " + directory
                        + ", stop it or choose another directory");
            }
            return new JournalDirectory(Optional.of(directory), Optional.of(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory + " for executions", e);
        }
    }

    /** What every journal tells, in the order of the starts. */
    List<JournalFormat.Story> stories() {
        if (directory.isEmpty()) {
            return List.of();
        }
        List<JournalFormat.Story> stories = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.get())) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                story(file).ifPresent(stories::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the executions in " + directory.get(), e);
        }
        stories.sort(Comparator.comparing((JournalFormat.Story story) -> story.opening().startedAt())
                .thenComparing(story -> story.opening().name()));
        return stories;
    }

    /** The journal of an execution, continued if it was found here. */
    Journal journal(UUID execution) {
        Journal known = found.remove(execution);
        if (known != null) {
            return known;
        }
        return directory.isEmpty()
                ? new Journal.None() : Journal.Lines.create(directory.get().resolve(execution + SUFFIX));
    }

    @Override
    public void close() {
        lock.ifPresent(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unlock " + directory.orElseThrow(), e);
            }
        });
    }

    private Optional<JournalFormat.Story> story(Path file) throws IOException {
        List<String> lines = Journal.Lines.read(file);
        if (lines.isEmpty()) {
            Files.delete(file);
            return Optional.empty();
        }
        try {
            JournalFormat.Story story = JournalFormat.read(lines);
            found.put(story.opening().id(), Journal.Lines.continued(file, lines));
            return Optional.of(story);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the journal " + file + " is damaged: " + e.getMessage()
                    + "; remove the file to give up its execution", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
