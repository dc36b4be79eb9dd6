package io.groundswell.cli.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Map;

/** JSON objects read so that no two parsers could read them differently: no member twice, nothing behind the object. */
final class StrictLines {

    private static final int MAX_DEPTH = 64;

    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().readerForMapOf(Object.class);

    private StrictLines() {
    }

    /** @throws IllegalArgumentException saying what is wrong with the text */
    static Map<String, Object> read(byte[] text) {
        try {
            Map<String, Object> object = READER.readValue(text);
            if (object == null) {
                throw new IllegalArgumentException("expected a JSON object, found null");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected a JSON object: "
                    + e.getOriginalMessage().lines().findFirst().orElse("unreadable"), e);
        } catch (IOException e) {
            // There is nothing else to read from: the parser took the bytes for an encoding in which they are no text.
            throw new IllegalArgumentException("expected a JSON object, found bytes that are no text", e);
        }
    }
}
