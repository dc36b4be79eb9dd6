package io.groundswell.local.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Holds one received body until it is verified: in memory while it is small, in a temporary file of its own beyond that. */
final class Spool extends OutputStream {

    private static final int IN_MEMORY = 1024 * 1024;

    private final Path directory;
    private final long largest;
    private final MessageDigest digest = sha256();
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private Path file;
    private OutputStream fileStream;
    private long length;

    Spool(Path directory, long largest) {
        this.directory = directory;
        this.largest = largest;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        length += count;
        if (length > largest) {
            throw new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size of " + largest + " bytes");
        }
        digest.update(bytes, offset, count);
        if (file == null && length > IN_MEMORY) {
            moveToFile();
        }
        (file == null ? memory : fileStream).write(bytes, offset, count);
    }

    long length() {
        return length;
    }

    /** Ends the writing and gives the hash of everything written. */
    String finish() throws IOException {
        if (fileStream != null) {
            fileStream.close();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    BodyPublisher publisher() throws IOException {
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        return file == null ? BodyPublishers.ofByteArray(memory.toByteArray()) : BodyPublishers.ofFile(file);
    }

    @Override
    public void close() throws IOException {
        if (fileStream != null) {
            fileStream.close();
            Files.deleteIfExists(file);
        }
    }

    private void moveToFile() throws IOException {
        file = Files.createTempFile(directory, "upload", ".part");
        fileStream = Files.newOutputStream(file);
        memory.writeTo(fileStream);
        memory = null;
    }
}
