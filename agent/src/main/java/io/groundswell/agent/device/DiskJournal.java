package io.groundswell.agent.device;

import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.disk.SealedJson;
import io.groundswell.agent.update.Work;
import io.groundswell.agent.update.WorkJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The work in hand as one file, replaced as a whole.
 *
 * <p>A damaged entry stops the agent: going on without it could leave a half-made change and report that all is well.
 */
final class DiskJournal implements WorkJournal {

    private final DurableFiles files;
    private final Reserve reserve;
    private final Path file;
    private final Runnable afterwards;

    /** @param afterwards runs whenever nothing is in hand any more */
    DiskJournal(DurableFiles files, Reserve reserve, Path file, Runnable afterwards) {
        this.files = files;
        this.reserve = reserve;
        this.file = file;
        this.afterwards = afterwards;
    }

    @Override
    public Optional<Work> read() {
        try {
            return Files.exists(file) ? Optional.of(WorkRecord.read(SealedJson.read(file))) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(Work work) {
        byte[] content = SealedJson.encode(WorkRecord.toJson(work));
        try {
            reserve.run(() -> files.replace(file, content, DurableFiles.PRIVATE));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note the work in hand: " + DiskTrouble.reason(e), e);
        }
    }

    @Override
    public void clear() {
        try {
            files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note that no work is in hand: " + DiskTrouble.reason(e), e);
        }
        afterwards.run();
    }
}
