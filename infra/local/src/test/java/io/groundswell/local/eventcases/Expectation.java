package io.groundswell.local.eventcases;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.function.Executable;

/**
 * What a function must answer to one payload.
 *
 * @param status of an HTTP answer; empty for functions that are no HTTP API's, whose result is looked at itself
 * @param checks on the answer's members
 */
record Expectation(OptionalInt status, List<Check> checks) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Expectation {
        checks = List.copyOf(checks);
    }

    /** One look at a member, addressed by a JSON pointer. */
    sealed interface Check {

        /** The member is this JSON. */
        record Is(String pointer, String json) implements Check {
        }

        /** The member is an array or object of this size. */
        record HasSize(String pointer, int size) implements Check {
        }

        /** The member is there; its value differs from run to run. */
        record Exists(String pointer) implements Check {
        }
    }

    static Expectation answer(int status) {
        return new Expectation(OptionalInt.of(status), List.of());
    }

    static Expectation returns() {
        return new Expectation(OptionalInt.empty(), List.of());
    }

    /** A member with this literal value; of an HTTP answer, its body is looked at, and its headers under {@code /@headers}. */
    Expectation with(String pointer, Object value) {
        return and(new Check.Is(pointer, JSON.valueToTree(value).toString()));
    }

    Expectation size(String pointer, int size) {
        return and(new Check.HasSize(pointer, size));
    }

    Expectation has(String pointer) {
        return and(new Check.Exists(pointer));
    }

    private Expectation and(Check check) {
        List<Check> more = new ArrayList<>(checks);
        more.add(check);
        return new Expectation(status, more);
    }

    /** Compares; every difference is shown. */
    void check(String name, JsonNode result) {
        JsonNode looked = status.isPresent() ? body(result) : result;
        List<Executable> all = new ArrayList<>();
        status.ifPresent(expected -> all.add(() ->
                assertEquals(expected, result.path("statusCode").asInt(), () -> name + " answered " + result)));
        checks.forEach(check -> all.add(() -> check(name, check, looked, result)));
        assertAll(name, all);
    }

    private static void check(String name, Check check, JsonNode looked, JsonNode whole) {
        switch (check) {
            case Check.Is is -> assertEquals(read(is.json()), looked.at(is.pointer()),
                    () -> name + " " + is.pointer() + " in " + whole);
            case Check.HasSize size -> assertEquals(size.size(), looked.at(size.pointer()).size(),
                    () -> name + " " + size.pointer() + " in " + whole);
            case Check.Exists exists -> assertFalse(looked.at(exists.pointer()).isMissingNode(),
                    () -> name + " must have " + exists.pointer() + ", found " + whole);
        }
    }

    /** An HTTP answer's body, with the headers beside its members so that both can be addressed. */
    private static JsonNode body(JsonNode result) {
        String text = result.path("body").asText();
        JsonNode body = text.isEmpty() ? JSON.createObjectNode() : read(text);
        if (body instanceof ObjectNode object) {
            object.set("@headers", result.path("headers"));
        }
        return body;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("expected JSON, found " + json, e);
        }
    }
}
