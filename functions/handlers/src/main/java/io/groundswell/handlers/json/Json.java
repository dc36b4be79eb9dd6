package io.groundswell.handlers.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.groundswell.domain.error.InvalidRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reading and writing JSON text. */
public final class Json {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_DIGITS = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_NUMBER_DIGITS).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            // The same object in another order of members is the same bytes: signed metadata is compared by bytes.
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private Json() {
    }

    /**
     * A request body as a tree.
     *
     * @throws InvalidRequest when it is not one JSON value in UTF-8, or not portable
     */
    public static JsonNode readRequest(byte[] body) {
        JsonNode tree = parseRequest(decode(body));
        if (tree == null || tree.isMissingNode()) {
            throw new InvalidRequest("the request body must be a JSON object, found nothing");
        }
        PortableJson.require(tree);
        return tree;
    }

    private static JsonNode parseRequest(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new InvalidRequest("the request body must be valid JSON: " + reason(e));
        } catch (NumberFormatException e) {
            throw new InvalidRequest("the request body must have numbers that can be written out, found one with an "
                    + "exponent of more than nine digits");
        }
    }

    /** Decoding first keeps the parser from guessing another encoding, and from taking overlong UTF-8 for text. */
    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequest("the request body must be UTF-8 text, found other bytes");
        }
    }

    /** A JSON text that the platform itself made, such as an invocation event. */
    public static JsonNode read(byte[] text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("an event of the platform must be JSON", e);
        }
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an answer must be representable as JSON", e);
        }
    }

    private static String reason(JsonProcessingException e) {
        String first = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
        String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr();
        return printable(first) + where;
    }

    private static String printable(String text) {
        String cut = text.length() > 160 ? text.substring(0, 160) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
