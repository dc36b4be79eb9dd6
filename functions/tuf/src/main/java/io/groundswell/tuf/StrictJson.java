package io.groundswell.tuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one JSON object and refuses everything that two parsers could read differently.
 *
 * <p>That is: bytes that are not UTF-8, lone surrogates, duplicate keys, fractions, integers of 2^53 and beyond,
 * nesting deeper than 32, and anything after the object. Results are maps, lists, strings, longs, booleans and null;
 * how many is bounded, because a small device reads it before it can tell who wrote it.
 */
final class StrictJson {

    static final long MAX_INTEGER = (1L << 53) - 1;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_INTEGER_DIGITS = 16;
    private static final int MAX_STRING = 1 << 20;
    /** Five million bytes of targets, the most that a client reads, hold less than half of these. */
    private static final int MAX_VALUES = 500_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_INTEGER_DIGITS)
                    .maxStringLength(MAX_STRING)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private int values;

    private StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /** The object that the bytes hold. */
    static Map<String, Object> readObject(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(decode(bytes))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refuse("expected a JSON object, found " + parser.currentToken());
            }
            Map<String, Object> object = new StrictJson(parser).object();
            if (parser.nextToken() != null) {
                throw refuse("expected nothing after the JSON object, found " + parser.currentToken());
            }
            return object;
        } catch (CharacterCodingException e) {
            throw new MetadataRefused(MetadataRefused.Reason.MALFORMED, "metadata is not UTF-8", e);
        } catch (IOException e) {
            throw new MetadataRefused(MetadataRefused.Reason.MALFORMED,
                    "metadata is not acceptable JSON: " + e.getMessage(), e);
        }
    }

    /** Decoding first keeps the parser from guessing UTF-16 or UTF-32 where others read UTF-8. */
    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /**
     * Compact JSON with sorted keys.
     *
     * <p>This is canonical JSON but for control characters, which canonical JSON leaves bare and JSON forbids: PEM
     * keys have line breaks in them.
     */
    static byte[] write(Map<String, Object> object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            writeValue(generator, object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeValue(JsonGenerator generator, Object value) throws IOException {
        switch (value) {
            case null -> generator.writeNull();
            case String s -> generator.writeString(s);
            case Boolean b -> generator.writeBoolean(b);
            case Long n -> generator.writeNumber(n);
            case Integer n -> generator.writeNumber(n);
            case List<?> items -> {
                generator.writeStartArray();
                for (Object item : items) {
                    writeValue(generator, item);
                }
                generator.writeEndArray();
            }
            case Map<?, ?> members -> {
                generator.writeStartObject();
                for (Map.Entry<?, ?> member : new TreeMap<>(members).entrySet()) {
                    generator.writeFieldName((String) member.getKey());
                    writeValue(generator, member.getValue());
                }
                generator.writeEndObject();
            }
            default -> throw new IllegalArgumentException("metadata cannot carry a " + value.getClass().getName());
        }
    }

    private Map<String, Object> object() throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName());
            parser.nextToken();
            members.put(name, value());
        }
        return members;
    }

    private List<Object> array() throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return items;
    }

    private Object value() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw refuse("the JSON ends before its object does");
        }
        if (++values > MAX_VALUES) {
            throw refuse("metadata holds at most " + MAX_VALUES + " values, found more");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> wellFormed(parser.getText());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_FLOAT -> throw refuse(
                    "metadata carries integers only, found the fraction " + parser.getText());
            case FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw refuse(
                    "expected a JSON value, found " + token);
        };
    }

    private Long integer() throws IOException {
        long value = parser.getLongValue();
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw refuse("an integer in metadata is below 2^53, found " + value);
        }
        return value;
    }

    /** A lone surrogate has no UTF-8 form: two different strings would share one signature. */
    private static String wellFormed(String s) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(s)) {
            throw refuse("a string in metadata holds a lone surrogate");
        }
        return s;
    }

    private static MetadataRefused refuse(String message) {
        return new MetadataRefused(MetadataRefused.Reason.MALFORMED, message);
    }
}
