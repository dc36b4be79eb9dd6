package io.groundswell.handlers.testing;

import io.groundswell.handlers.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Requests that nobody would send on purpose: right names with wrong values, wrong names, no JSON at all.
 *
 * @param route as {@link Api#call} takes it
 * @param body null on routes that are read
 */
public record AnyRequest(String route, String body) {

    private static final List<String> FIELDS = List.of("name", "devices", "sealed", "version", "kind", "filename", "size",
            "sha256", "manifest", "root", "targets", "signed", "signatures", "artifact", "group", "probe", "strategy",
            "wave", "reason", "policy", "keyid", "roles", "expires", "colour", "uses", "ttl_s", "device");
    private static final String SHA256 = "0123456789abcdef".repeat(4);
    private static final List<String> TEXTS = List.of("", "a", "f", "detector", "..", "../..", "a/b", "a#b", "model", "os",
            "root", SHA256, "2026-01-01T00:00:00Z", "0".repeat(64), "\u0000", "é", "\ud83c\udf0a", "null", "x".repeat(300));
    /** Right bodies, by how the route ends. */
    private static final Map<String, Map<String, Object>> RIGHT = Map.of(
            "/groups", Map.of("name", "a", "devices", List.of("a", "detector"), "sealed", false),
            "/devices", Map.of("devices", List.of("a", "b")),
            "/artifacts", Map.of("name", "detector", "version", "1", "kind", "model", "filename", "m", "size", 3,
                    "sha256", SHA256, "manifest", Map.of("width", 640)),
            "/rollouts", Map.of("artifact", Map.of("name", "detector", "version", "1"), "group", "a",
                    "probe", Map.of("type", "file", "target", "/ok", "timeout_s", 5, "attempts", 1)),
            "/approve", Map.of("wave", 1), "/halt", Map.of("reason", "a"), "/abort", Map.of("policy", "revert"),
            "/enrollment-tokens", Map.of("uses", 1, "ttl_s", 60, "device", "a"));

    /** Requests to these routes, with any path parameters and query. */
    public static Arbitrary<AnyRequest> to(List<String> routes) {
        return Arbitraries.of(routes).flatMap(route ->
                Combinators.combine(address(route), body(route)).as((address, body) ->
                        new AnyRequest(address, route.startsWith("GET") ? null : body)));
    }

    private static Arbitrary<String> address(String route) {
        Arbitrary<String> names = Arbitraries.frequency(Tuple.of(20, "f"), Tuple.of(5, "a"), Tuple.of(5, "detector"),
                Tuple.of(1, "nobody"), Tuple.of(1, ".."), Tuple.of(1, "a b"), Tuple.of(1, "a#b"), Tuple.of(1, ""));
        return Combinators.combine(names.list().ofSize(3), query()).as((values, query) -> {
            String address = route;
            for (String value : values) {
                address = address.replaceFirst("\\{([a-z]+)}", "{$1=" + value + "}");
            }
            return address + query;
        });
    }

    private static Arbitrary<String> query() {
        Arbitrary<String> some = Combinators.combine(
                Arbitraries.of("limit", "next_token", "after", "dry_run", "wave", "state", "colour"),
                Arbitraries.of("1", "-1", "0", "ten", "9999999999999999999", "Iw", "MS4yLjM", "!", "true"))
                .as((name, value) -> "?" + name + "=" + value);
        return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just("")), Tuple.of(1, some));
    }

    /** Usually the right body with up to two fields that have any values. */
    private static Arbitrary<String> body(String route) {
        Map<String, Object> right = RIGHT.getOrDefault(route.substring(route.lastIndexOf('/')), Map.of());
        Arbitrary<Map<String, Object>> spoilt = Combinators.combine(object(3), Arbitraries.integers().between(0, 2))
                .as((other, n) -> {
                    Map<String, Object> body = new HashMap<>(right);
                    other.entrySet().stream().limit(n).forEach(field -> body.put(field.getKey(), field.getValue()));
                    return body;
                });
        return Arbitraries.frequencyOf(
                Tuple.of(8, spoilt.map(AnyRequest::text)),
                Tuple.of(1, object(3).map(AnyRequest::text)),
                Tuple.of(1, value(2).map(AnyRequest::text)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
    }

    private static Arbitrary<Map<String, Object>> object(int depth) {
        return Arbitraries.maps(Arbitraries.of(FIELDS), value(depth - 1)).ofMaxSize(7);
    }

    private static Arbitrary<Object> value(int depth) {
        Arbitrary<Object> leaf = Arbitraries.oneOf(Arbitraries.of(TEXTS).map(Object.class::cast),
                Arbitraries.of(0, -1, 3, 1.5, 1e300, Long.MAX_VALUE, true, false).map(Object.class::cast));
        if (depth <= 0) {
            return leaf;
        }
        return Arbitraries.oneOf(leaf, object(depth).map(Object.class::cast),
                value(depth - 1).list().ofMaxSize(3).map(Object.class::cast));
    }

    private static String text(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }
}
