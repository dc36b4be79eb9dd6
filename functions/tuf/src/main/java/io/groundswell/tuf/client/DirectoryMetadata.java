package io.groundswell.tuf.client;

import io.groundswell.tuf.MetadataRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Trusted metadata as {@code <role>.json} in a directory; each write reaches the disk before it takes effect. */
public final class DirectoryMetadata implements LocalMetadata {

    /** No role's metadata may be longer; a larger file is not ours and is not read into memory. */
    private static final int MAX_LENGTH = 16_000_000;

    private final Path directory;

    /** Uses a directory that exists. */
    public DirectoryMetadata(Path directory) {
        this.directory = directory;
    }

    @Override
    public Optional<byte[]> read(String role) {
        try (InputStream in = Files.newInputStream(file(role))) {
            byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
            if (bytes.length > MAX_LENGTH) {
                throw new MetadataRefused(MetadataRefused.Reason.MALFORMED,
                        file(role) + " is longer than the " + MAX_LENGTH + " bytes that metadata may have");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(String role, byte[] bytes) {
        Path temporary = directory.resolve(PercentEncoding.ofFileName(role) + ".json.new");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer content = ByteBuffer.wrap(bytes);
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(temporary, file(role), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String role) {
        try {
            if (Files.deleteIfExists(file(role))) {
                forceDirectory();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was moved or deleted before stays so after a power cut: the client relies on the order of its writes. */
    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path file(String role) {
        return directory.resolve(PercentEncoding.ofFileName(role) + ".json");
    }
}
