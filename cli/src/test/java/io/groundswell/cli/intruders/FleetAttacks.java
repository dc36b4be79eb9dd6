package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reaching from one fleet into another. */
interface FleetAttacks extends Attacks {

    private List<List<Ground>> bothWays() {
        return List.of(List.of(site().alpha, site().beta), List.of(site().beta, site().alpha));
    }

    private static String body(Routes.Route route, Ground other) {
        return switch (route.path().substring(route.path().lastIndexOf('/') + 1)) {
            case "approve" -> "{\"wave\":0}";
            case "halt" -> "{\"reason\":\"crossing\"}";
            case "devices" -> "{\"devices\":[\"" + other.first.name() + "\"]}";
            default -> "";
        };
    }

    @Test
    @DisplayName("[R5] under one fleet's path nothing of another fleet can be named, on any route, both ways")
    default void foreignNamesInPaths() {
        site().withoutTrace(() -> bothWays().forEach(pair -> Routes.ofOperators().stream()
                .filter(route -> route.path().contains("{fleet}") && route.parameters().size() > 1).forEach(route -> {
                    String target = route.target(name -> name.equals("fleet") ? pair.getFirst().name
                            : pair.getLast().value(route, name));
                    Call call = route.takesBody() ? Call.of(route.method(), target, body(route, pair.getLast()))
                            : Call.of(route.method(), target);
                    Reply reply = site().operator(PermissionAttacks.caller(route), call);
                    if (reply.status() == 200 && route.path().endsWith("/history")) {
                        assertEquals("[]", reply.json().path("events").toString(), call::toString);
                    } else {
                        assertEquals(404, reply.refuses(call).status(), call::toString);
                    }
                })));
    }

    @Test
    @DisplayName("[R5] in a body nothing of another fleet can be named: devices do not resolve, artifacts and groups are 404")
    default void foreignNamesInBodies() {
        site().withoutTrace(() -> bothWays().forEach(pair -> {
            Ground own = pair.getFirst();
            Ground other = pair.getLast();
            Call group = Call.of("POST", own.path("/groups"),
                    "{\"name\":\"crossing\",\"devices\":[\"" + other.first.name() + "\",\"" + other.name + "#" + other.first.name() + "\"]}");
            assertEquals(400, site().operator("operator", group).refuses(group).status());
            for (List<String> names : List.of(List.of(other.artifact(), own.group()), List.of(own.artifact(), other.group()))) {
                for (String query : List.of("", "?dry_run=true")) {
                    Call rollout = Call.of("POST", own.path("/rollouts" + query), "{\"artifact\":{\"name\":\"" + names.getFirst()
                            + "\",\"version\":\"1.0.0\"},\"group\":\"" + names.getLast()
                            + "\",\"probe\":{\"type\":\"file\",\"target\":\"/ok\",\"timeout_s\":5,\"attempts\":1}}");
                    assertEquals(404, site().operator("operator", rollout).refuses(rollout).status());
                }
            }
        }));
    }

    @Test
    @DisplayName("[R5] [R34] a next_token of one fleet shows nothing of it in another, on any list")
    default void foreignTokens() {
        List<String> tried = new ArrayList<>();
        bothWays().forEach(pair -> Routes.ofOperators().stream().filter(route -> route.method().equals("GET")).forEach(route -> {
            String parameter = route.path().endsWith("/audit") ? "after" : "next_token";
            String theirs = route.target(name -> pair.getLast().value(route, name));
            String token = site().operator("auditor", Call.of("GET", theirs + "?limit=1")).json().path("next_token").asText("");
            if (!token.isEmpty()) {
                tried.add(route.path());
                String ours = route.target(name -> pair.getFirst().value(route, name));
                Reply reply = site().operator("auditor", Call.of("GET", ours + "?limit=200&" + parameter + "=" + token));
                assertFalse(reply.body().contains(pair.getLast().first.name()), () -> route + " leaks: " + reply.raw());
                assertFalse(reply.body().contains(pair.getLast().rollout), () -> route + " leaks: " + reply.raw());
                assertFalse(reply.status() >= 500, () -> route + ": " + reply.raw());
            }
        }));
        assertTrue(tried.size() >= 8, tried::toString);
    }

    @Test
    @DisplayName("[R5] [R6] a device sees its own fleet's metadata and targets, and no rollout but its own fleet's")
    default void devicesOfAnotherFleet() {
        site().withoutTrace(() -> bothWays().forEach(pair -> {
            Wire wire = site().devices(Ground.certified(pair.getFirst().first).tls(site().serverCas));
            Ground other = pair.getLast();
            for (String state : List.of("healthy", "failed", "downloading", "reverted")) {
                Call report = Call.of("POST", "/device/reports", "{\"rollout\":\"" + other.rollout + "\",\"state\":\"" + state + "\"}");
                assertEquals(404, wire.send(report).refuses(report).status());
            }
            for (String path : List.of("/device/targets/" + other.target(), "/device/targets/..%2f..%2f" + other.name + "%2ftargets%2f" + other.target(),
                    "/device/targets/../../" + other.name + "/targets/" + other.target(), "/device/tuf/..%2f..%2f" + other.name + "%2fmetadata%2f1.root.json")) {
                Call read = Call.of("GET", path);
                assertEquals(404, wire.send(read).refuses(read).status(), path);
            }
            assertEquals(anchor(pair.getFirst()), wire.send(Call.of("GET", "/device/tuf/1.root.json")).body());
        }));
    }

    private String anchor(Ground fleet) {
        String bucket = site().cloud.attribute("ArtifactBucket", "Ref");
        return site().s3.getObjectAsBytes(get -> get.bucket(bucket).key("tuf/" + fleet.name + "/metadata/1.root.json")).asUtf8String();
    }

    @Test
    @DisplayName("[R5] a token of one fleet enrols into that fleet alone, and an idempotency key means nothing in another")
    default void idempotencyKeys() {
        String body = "{\"artifact\":{\"name\":\"%s-app\",\"version\":\"1.0.0\"},\"group\":\"%s-line\","
                + "\"probe\":{\"type\":\"file\",\"target\":\"/ok\",\"timeout_s\":%d,\"attempts\":1},"
                + "\"strategy\":{\"waves\":[{\"percent\":100,\"approval\":\"manual\"}]}}";
        Call first = Call.of("POST", site().alpha.path("/rollouts"), body.formatted("alpha", "alpha", 5)).with("idempotency-key", "k1");
        Call other = Call.of("POST", site().beta.path("/rollouts"), body.formatted("beta", "beta", 5)).with("idempotency-key", "k1");
        String id = site().operator("operator", first).json().path("id").asText();
        String otherId = site().operator("operator", other).json().path("id").asText();
        assertFalse(id.equals(otherId) || id.isEmpty() || otherId.isEmpty(), () -> id + " " + otherId);
        site().withoutTrace(() -> {
            assertEquals(id, site().operator("operator", first).json().path("id").asText());
            Call changed = first.body(body.formatted("alpha", "alpha", 6));
            assertEquals(409, site().operator("operator", changed).refuses(changed).status());
            for (Map.Entry<String, String> key : Map.of("blank", " ", "long", "k".repeat(256), "empty", "").entrySet()) {
                Call odd = first.changed("idempotency-key", key.getValue());
                assertEquals(400, site().operator("operator", odd).refuses(key.getKey()).status(), key.getKey());
            }
        });
    }
}
