package io.groundswell.handlers.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.error.InvalidRequest;
import java.nio.charset.StandardCharsets;

/**
 * What a request's JSON may hold anywhere, so that every reader of it finds the same and it can be written again.
 *
 * <p>Text is Unicode: UTF-8 cannot carry half of a surrogate pair, so two such texts could not be told apart. A number
 * can be written out: {@code 1e999999999} is a few characters to send and a gigabyte to print.
 */
final class PortableJson {

    private static final int MOST_PLACES = 64;
    private static final int SHOWN = 120;

    private PortableJson() {
    }

    /** @throws InvalidRequest naming the member that is not portable */
    static void require(JsonNode tree) {
        require("", tree);
    }

    private static void require(String at, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> node.properties().forEach(member -> {
                requireUnicode(at.isEmpty() ? "a member name" : "a member name in " + shown(at), member.getKey());
                require(at.isEmpty() ? member.getKey() : at + "." + member.getKey(), member.getValue());
            });
            case ARRAY -> {
                for (int i = 0; i < node.size(); i++) {
                    require(at + "[" + i + "]", node.get(i));
                }
            }
            case STRING -> requireUnicode(shown(at), node.textValue());
            case NUMBER -> requirePlaces(shown(at), node);
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> { }
        }
    }

    private static void requireUnicode(String what, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidRequest(what + " must be Unicode text, found half of a surrogate pair");
        }
    }

    private static void requirePlaces(String what, JsonNode number) {
        if (number.isBigDecimal() && Math.abs((long) number.decimalValue().scale()) > MOST_PLACES) {
            throw new InvalidRequest(what + " must be a number of at most " + MOST_PLACES
                    + " places, found one with a larger exponent");
        }
    }

    private static String shown(String at) {
        String cut = at.isEmpty() ? "the request body" : at.length() > SHOWN ? at.substring(0, SHOWN) + "…" : at;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
