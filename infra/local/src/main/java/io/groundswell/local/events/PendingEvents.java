package io.groundswell.local.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events that functions are not done with, each in a file of its own where they outlive a restart.
 *
 * <p>An event counts once its file has its name. What a crash left of one that had none was never acknowledged.
 */
final class PendingEvents {

    private static final String SUFFIX = ".json";
    private static final String DRAFT = ".new";

    private final Optional<Path> folder;

    PendingEvents(Optional<Path> folder) {
        this.folder = folder;
    }

    /** What an earlier run left, in the order in which it was sent. */
    List<PendingEvent> left() {
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return List.of();
        }
        try (Stream<Path> listed = Files.list(folder.get())) {
            List<Path> files = listed.toList();
            for (Path draft : files.stream().filter(file -> file.toString().endsWith(DRAFT)).toList()) {
                Files.delete(draft);
            }
            return files.stream().filter(file -> file.toString().endsWith(SUFFIX)).map(PendingEvents::read)
                    .sorted(Comparator.comparing(PendingEvent::sentAt)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the events in " + folder.get(), e);
        }
    }

    /** Writes an event as it stands now; returning means that it outlives a restart. */
    void keep(PendingEvent event) {
        folder.ifPresent(path -> KeptJson.in(Optional.of(file(path, event))).update(before -> event.json()));
    }

    /** Forgets an event that is done with. */
    void drop(PendingEvent event) {
        if (folder.isPresent()) {
            try {
                Files.deleteIfExists(file(folder.get(), event));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file(folder.get(), event), e);
            }
        }
    }

    private static Path file(Path folder, PendingEvent event) {
        return folder.resolve(event.id() + SUFFIX);
    }

    private static PendingEvent read(Path file) {
        try {
            return PendingEvent.of(KeptJson.in(Optional.of(file)).read());
        } catch (RuntimeException e) {
            throw new IllegalStateException("the event in " + file + " is damaged: " + e.getMessage()
                    + "; remove the file to give up the event", e);
        }
    }
}
