package io.groundswell.agent.disk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.groundswell.domain.json.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A JSON object in one line, and its SHA-256 in the next: a torn or altered file is told from a whole one. */
public final class SealedJson {

    private static final int SEAL = 64;
    private static final int MAX_LENGTH = 1 << 20;
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

    private SealedJson() {
    }

    /** The file's content. */
    public static byte[] encode(Map<String, Object> object) {
        try {
            String json = MAPPER.writeValueAsString(object);
            return (json + "\n" + Sha256.hex(json.getBytes(StandardCharsets.UTF_8)) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a record must be representable as JSON", e);
        }
    }

    /**
     * Reads a file that {@link #encode} wrote.
     *
     * @throws DamagedFile if it is not whole
     */
    public static StoredFields read(Path file) throws IOException {
        if (Files.size(file) > MAX_LENGTH) {
            throw new DamagedFile(file, "at most " + MAX_LENGTH + " bytes", Files.size(file) + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        if (end < 0 || text.length() != end + SEAL + 2 || text.charAt(text.length() - 1) != '\n') {
            throw new DamagedFile(file, "a line of JSON and a line with its SHA-256",
                    text.length() + " bytes that are cut off");
        }
        byte[] json = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
        if (!Sha256.hex(json).equals(text.substring(end + 1, end + 1 + SEAL))) {
            throw new DamagedFile(file, "the content of its SHA-256", "another content");
        }
        return new StoredFields(file, MAPPER.readValue(json, MAPPER.getTypeFactory()
                .constructMapType(java.util.LinkedHashMap.class, String.class, Object.class)));
    }
}
