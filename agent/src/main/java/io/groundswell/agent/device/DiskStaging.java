package io.groundswell.agent.device;

import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.update.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Downloads as files named by their SHA-256, on the file system on which they will be installed. */
final class DiskStaging implements Staging {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final DurableFiles files;
    private final Path directory;

    DiskStaging(DurableFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    @Override
    public OutputStream create(String sha256) throws IOException {
        return files.create(file(sha256), DurableFiles.PRIVATE);
    }

    @Override
    public InputStream open(String sha256) throws IOException {
        return Files.newInputStream(file(sha256), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void discard(String sha256) {
        try {
            files.delete(file(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot discard staged bytes: " + DiskTrouble.reason(e), e);
        }
    }

    /** Where bytes lie, for moving them to their place. */
    Path file(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("staged bytes are named by their SHA-256, found " + sha256);
        }
        return directory.resolve(sha256);
    }

    /** Deletes what interrupted downloads left. */
    void clearBut(Optional<String> sha256) throws IOException {
        for (Path left : listed()) {
            if (!sha256.equals(Optional.of(left.getFileName().toString()))) {
                files.deleteTree(left);
            }
        }
    }

    private List<Path> listed() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
