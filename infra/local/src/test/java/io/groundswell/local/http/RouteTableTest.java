package io.groundswell.local.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static RouteTable table(String... keys) {
        return new RouteTable(Arrays.stream(keys)
                .map(key -> key.split(" "))
                .map(key -> Route.of(key[0], key[1], false, Optional.empty(), "f"))
                .toList());
    }

    private static Optional<String> found(RouteTable table, String method, String path) {
        return table.find(method, path).map(match -> match.route().key());
    }

    @Test
    @DisplayName("a literal is taken before a variable, a variable before a greedy one, whatever the order of declaration")
    void prefersTheMostSpecific() {
        RouteTable table = table("GET /{all+}", "GET /pets/{rest+}", "GET /pets/{id}", "GET /pets/dog", "GET /pets/{id}/toys");
        assertEquals(Optional.of("GET /pets/dog"), found(table, "GET", "/pets/dog"));
        assertEquals(Optional.of("GET /pets/{id}"), found(table, "GET", "/pets/cat"));
        assertEquals(Optional.of("GET /pets/{id}/toys"), found(table, "GET", "/pets/cat/toys"));
        assertEquals(Optional.of("GET /pets/{rest+}"), found(table, "GET", "/pets/cat/toys/1"));
        assertEquals(Optional.of("GET /{all+}"), found(table, "GET", "/shops"));
    }

    @Test
    @DisplayName("another method, a longer or shorter path, a trailing slash or an empty segment is no match")
    void matchesWhole() {
        RouteTable table = table("GET /fleets/{fleet}", "GET /device/targets/{path+}");
        assertEquals(Optional.empty(), found(table, "POST", "/fleets/f"));
        assertEquals(Optional.empty(), found(table, "GET", "/fleets"));
        assertEquals(Optional.empty(), found(table, "GET", "/fleets/"));
        assertEquals(Optional.empty(), found(table, "GET", "/fleets/f/"));
        assertEquals(Optional.empty(), found(table, "GET", "/fleets/f/devices"));
        assertEquals(Optional.empty(), found(table, "GET", "/device/targets/"));
        assertEquals(Optional.empty(), found(table, "GET", "/"));
    }

    @Test
    @DisplayName("a greedy variable holds the rest of the path")
    void fillsVariables() {
        RouteTable table = table("GET /device/targets/{path+}", "POST /fleets/{fleet}/artifacts/{name}/{version}/publish");
        assertEquals(Map.of("path", "model/1.0/weights.bin"), table.find("GET", "/device/targets/model/1.0/weights.bin").orElseThrow().pathParameters());
        assertEquals(Map.of("fleet", "f", "name", "n", "version", "v"),
                table.find("POST", "/fleets/f/artifacts/n/v/publish").orElseThrow().pathParameters());
    }

    @Test
    @DisplayName("a route declared twice, a greedy variable in the middle or a partial variable is refused")
    void refusesBadRoutes() {
        assertEquals("the route GET /a is declared twice", assertThrows(IllegalArgumentException.class, () -> table("GET /a", "GET /a")).getMessage());
        for (String path : List.of("/a/{b+}/c", "/a/x{b}", "a")) {
            assertThrows(IllegalArgumentException.class, () -> PathPattern.parse(path));
        }
    }
}
