package io.groundswell.local.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How large DynamoDB takes an item to be: the names and values of its attributes, as its developer guide describes them.
 *
 * <p>A number takes a byte for every two significant digits and one more; lists and maps take three bytes and one for each element.
 */
final class ItemSize {

    private static final int CONTAINER = 3;
    private static final int WRITE_UNIT = 1024;

    private ItemSize() {
    }

    static int of(Map<String, AttributeValue> item) {
        return item.entrySet().stream().mapToInt(entry -> text(entry.getKey()) + of(entry.getValue())).sum();
    }

    /** Units for writing an item of this size once. */
    static int writeUnits(Map<String, AttributeValue> item) {
        return Math.max(1, Math.ceilDiv(of(item), WRITE_UNIT));
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> text(value.s());
            case N -> number(value.n());
            case BOOL, NUL -> 1;
            case B -> value.b().asByteArrayUnsafe().length;
            case SS -> value.ss().stream().mapToInt(ItemSize::text).sum();
            case NS -> value.ns().stream().mapToInt(ItemSize::number).sum();
            case BS -> value.bs().stream().mapToInt(bytes -> bytes.asByteArrayUnsafe().length).sum();
            case L -> elements(value.l());
            case M -> CONTAINER + value.m().size() + of(value.m());
            case UNKNOWN_TO_SDK_VERSION -> CONTAINER;
        };
    }

    private static int elements(List<AttributeValue> list) {
        return CONTAINER + list.size() + list.stream().mapToInt(ItemSize::of).sum();
    }

    private static int text(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int number(String number) {
        long digits = number.replaceFirst("[eE].*", "").replaceAll("[-+.]", "").replaceFirst("^0+", "").length();
        return (int) Math.ceilDiv(digits, 2) + 1;
    }
}
