package io.groundswell.local.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * One line of JSON for every request of items, in the order of the answers; a line is in the file before its answer is sent.
 *
 * <p>It names operations, tables and keys and counts units; no other attribute of an item is in it.
 */
public final class RequestLog implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel file;

    private RequestLog(FileChannel file) {
        this.file = file;
    }

    /**
     * Begins a log, over what an earlier one left there.
     *
     * @throws UncheckedIOException when the file cannot be written
     */
    public static RequestLog in(Path file) {
        try {
            return new RequestLog(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            throw new UncheckedIOException("the request log " + file + " cannot be written", e);
        }
    }

    /** @param refusal name of the error that the request was answered with */
    void add(String operation, List<Consumption> consumed, Optional<String> refusal) {
        ObjectNode line = JSON.createObjectNode().put("operation", operation);
        refusal.ifPresent(error -> line.put("refused", error));
        ArrayNode items = line.putArray("consumed");
        consumed.forEach(consumption -> items.addPOJO(consumption));
        try {
            ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            synchronized (this) {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the request log cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the request log cannot be closed", e);
        }
    }
}
