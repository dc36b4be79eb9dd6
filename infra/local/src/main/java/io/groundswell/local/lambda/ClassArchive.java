package io.groundswell.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The classes that the functions of one jar load, archived once so that later processes start in half the time: what SnapStart is on Lambda.
 *
 * <p>One process at a time learns which classes these are, and Java writes the archive as that process ends; Java that is archived while it
 * goes on may crash later. The file takes its name only when it is whole, so that no process ever maps one that changes. Java itself checks
 * that an archive fits the jar, and does without where it does not.
 */
final class ClassArchive {

    static final String DRAFT = ".new";
    private static final int ENDED_BY_REQUEST = 128 + 15;
    /** Some may be killed before their time; where none of so many leaves an archive, this Java cannot make one. */
    private static final int MOST_LEARNERS = 8;

    private final Optional<Path> file;
    private final AtomicBoolean learning = new AtomicBoolean();
    private final AtomicInteger learners = new AtomicInteger();

    /** Without a file there is no archive. */
    ClassArchive(Optional<Path> file) {
        this.file = file;
    }

    /**
     * What a new process has to do with the archive.
     *
     * @param draft where it writes what it learns
     */
    record Part(List<String> flags, Optional<Path> draft) {
    }

    /** The part of the one process that learns, if there is neither an archive nor such a process. */
    Optional<Part> learner() {
        if (file.isEmpty() || learners.get() == MOST_LEARNERS || Files.exists(file.get()) || !learning.compareAndSet(false, true)) {
            return Optional.empty();
        }
        learners.incrementAndGet();
        Path draft = file.get().resolveSibling(file.get().getFileName() + "." + UUID.randomUUID() + DRAFT);
        return Optional.of(new Part(List.of("-XX:ArchiveClassesAtExit=" + draft), Optional.of(draft)));
    }

    /** The part of any other process. */
    Part user() {
        return new Part(file.filter(Files::exists).map(path -> List.of("-XX:SharedArchiveFile=" + path)).orElse(List.of()), Optional.empty());
    }

    /** A process has ended; where one that learned was not asked to end, another one may learn. */
    void ended(Part part, int exitStatus) {
        if (part.draft().isPresent()) {
            try {
                keep(part.draft().get(), exitStatus);
            } finally {
                learning.set(false);
            }
        }
    }

    private void keep(Path draft, int exitStatus) {
        try {
            if (exitStatus == ENDED_BY_REQUEST && Files.exists(draft)) {
                Files.move(draft, file.orElseThrow(), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the class archive " + file.orElseThrow() + " cannot be kept", e);
        }
    }
}
