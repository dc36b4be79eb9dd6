package io.groundswell.local.stepfunctions.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Where the steps of one execution are written before they count. */
sealed interface Journal {

    /** Writes one line, or throws and leaves the journal as it was. */
    void append(String line);

    /** Forgets the execution. */
    void delete();

    /** Keeps nothing: an engine without a directory. */
    record None() implements Journal {
        @Override
        public void append(String line) {
        }

        @Override
        public void delete() {
        }
    }

    /**
     * A file of lines.
     *
     * <p>A line counts when its line feed is there. Whatever a crash or a full disk left behind the last one is cut
     * off before the next append.
     */
    final class Lines implements Journal {

        private final Path file;
        private long length;

        private Lines(Path file, long length) {
            this.file = file;
            this.length = length;
        }

        static Lines create(Path file) {
            return new Lines(file, 0);
        }

        /** The complete lines of a journal. */
        static List<String> read(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        }

        /** Continues a journal behind its complete lines. */
        static Lines continued(Path file, List<String> lines) {
            long length = lines.stream().mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length + 1L).sum();
            return new Lines(file, length);
        }

        @Override
        public synchronized void append(String line) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            int size = bytes.remaining();
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.truncate(length);
                channel.position(length);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                length += size;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the journal " + file, e);
            }
        }

        @Override
        public synchronized void delete() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete the journal " + file, e);
            }
        }
    }
}
