package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.cli.api.OperatorApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every route has to refuse by name, and requests that are right but for one value. */
interface RouteAttacks extends Attacks {

    String PROBE = "{\"type\":\"http\",\"target\":\"http://127.0.0.1/ok\",\"timeout_s\":5,\"attempts\":1,\"initial_delay_s\":0}";
    /** A right body for every route that takes one, by how the route ends. */
    Map<String, String> RIGHT = Map.ofEntries(
            Map.entry("/fleets", "{\"name\":\"alpha\",\"root\":{\"signed\":{\"version\":1,\"roles\":{}},\"signatures\":[{\"keyid\":\"a\",\"sig\":\"b\"}]},\"targets\":{\"signed\":{}}}"),
            Map.entry("/root", "{\"signed\":{\"_type\":\"root\",\"version\":2,\"keys\":{},\"roles\":{\"root\":{\"keyids\":[],\"threshold\":1}}},\"signatures\":[]}"),
            Map.entry("/targets", "{\"signed\":{\"_type\":\"targets\",\"version\":2,\"targets\":{}},\"signatures\":[{\"keyid\":\"a\",\"sig\":\"b\"}]}"),
            Map.entry("/enrollment-tokens", "{\"uses\":1,\"ttl_s\":60,\"device\":\"a\"}"),
            Map.entry("/groups", "{\"name\":\"fuzzed\",\"devices\":[\"alpha-d0\",\"nobody\"],\"sealed\":true}"),
            Map.entry("/devices", "{\"devices\":[\"alpha-d0\"]}"),
            Map.entry("/artifacts", "{\"name\":\"fuzzed\",\"version\":\"1\",\"kind\":\"model\",\"filename\":\"m\",\"size\":3,\"sha256\":\"" + "ab".repeat(32)
                    + "\",\"manifest\":{\"a\":[1,{\"b\":\"c\"}]}}"),
            Map.entry("/rollouts", "{\"artifact\":{\"name\":\"alpha-app\",\"version\":\"1.0.0\"},\"group\":\"alpha-line\",\"probe\":" + PROBE
                    + ",\"strategy\":{\"max_failure_rate\":0.1,\"separation_of_duties\":true,\"waves\":[{\"percent\":50.5,\"approval\":\"manual\"},{\"percent\":100}]}}"),
            Map.entry("/reconcile", "{\"older_than_s\":86400,\"after\":\"fleet:\"}"),
            Map.entry("/approve", "{\"wave\":7}"), Map.entry("/halt", "{\"reason\":7}"), Map.entry("/abort", "{\"policy\":\"forget\"}"),
            Map.entry("/register", "{\"hardware_profile\":{\"a\":\"b\"},\"agent_version\":\"1\",\"tags\":{\"a\":\"b\"},\"installed_versions\":{\"a\":\"1\"}}"),
            Map.entry("/reports", "{\"rollout\":\"none\",\"state\":\"healthy\",\"detail\":\"x\"}"),
            Map.entry("/certificate", "{\"csr\":\"-----BEGIN CERTIFICATE REQUEST-----\\nAAAA\\n-----END CERTIFICATE REQUEST-----\\n\"}"),
            Map.entry("/enroll", "{\"token\":\"gst~alpha~a~b\",\"name\":\"a\",\"csr\":\"x\"}"));
    /** JSON texts that are wrong nearly everywhere. */
    List<String> WRONG = List.of("null", "true", "0", "-1", "1.5", "1e30", "-0", "9223372036854775808", "\"\"", "\"..\"", "\"a#b\"", "\"a/b\"", "\"\\u0000\"",
            "\"\\u202e\"", "\"" + "x".repeat(3_000) + "\"", "[]", "{}", "[[]]", "[null]", "{\"a\":{}}", "\"2026-01-01\"", "\"os\"", "\"none\"", "\"*\"");

    @Test
    @DisplayName("[R35] an unknown query parameter is refused by name on every route of both APIs, and nothing is written")
    default void unknownParameters() {
        Wire device = site().devices(Ground.certified(site().alpha.second).tls(site().serverCas));
        site().withoutTrace(() -> Routes.all().forEach(route -> {
            for (String parameter : List.of("colour=1", "colour=", "colour=1&colour=2")) {
                String target = route.target(name -> site().alpha.value(route, name)) + "?" + parameter;
                Call call = route.takesBody() ? Call.of(route.method(), target, "{}") : Call.of(route.method(), target);
                Reply reply = route.device() ? device.send(call) : site().operator(PermissionAttacks.caller(route), call);
                assertTrue(reply.refuses(call).sentence().contains("\"colour\"") || readsItsBodyFirst(route),
                        () -> call + ": " + reply.sentence());
            }
        }));
    }

    private static boolean readsItsBodyFirst(Routes.Route route) {
        return List.of("/approve", "/halt").contains(ending(route));
    }

    private static String ending(Routes.Route route) {
        return route.path().substring(route.path().lastIndexOf('/'));
    }

    @Test
    @DisplayName("[R35] a request that is right but for one value, anywhere in it, is never a 5xx, and a refusal writes nothing")
    default void spoiltRequests() {
        Wire device = site().devices(Ground.certified(site().alpha.second).tls(site().serverCas));
        long seed = Long.getLong("intruders.seed", 20261125L);
        Random random = new Random(seed);
        for (Routes.Route route : Routes.all().stream().filter(route -> RIGHT.containsKey(ending(route)) && route.takesBody()).toList()) {
            List<Call> refused = new ArrayList<>();
            for (String body : spoilt(RIGHT.get(ending(route)), random, 25)) {
                // A rollout that is created begins to move by itself; planning it reads the same body and stores nothing.
                String query = ending(route).equals("/rollouts") ? "?dry_run=true" : "";
                Call call = Call.of(route.method(), route.target(name -> route.path().contains("/rollouts/") && name.equals("id")
                        ? "ghost" : site().alpha.value(route, name)) + query, body);
                Reply reply = route.device() ? device.send(call) : site().operator(PermissionAttacks.caller(route), call);
                assertTrue(reply.status() >= 200 && reply.status() < 500, () -> "seed " + seed + ": " + call + " was answered " + reply.raw());
                if (reply.status() >= 400) {
                    reply.refuses(call);
                    refused.add(call);
                }
            }
            site().withoutTrace(() -> refused.forEach(call -> {
                Reply again = route.device() ? device.send(call) : site().operator(PermissionAttacks.caller(route), call);
                assertTrue(again.status() >= 400, () -> "seed " + seed + ": " + call + " was taken the second time: " + again.raw());
            }));
        }
    }

    @Test
    @DisplayName("[R35] every route that takes a body has one to be spoilt")
    default void everyBodyIsKnown() {
        assertEquals(List.of(), Routes.all().stream().filter(Routes.Route::takesBody).map(RouteAttacks::ending)
                .filter(ending -> !RIGHT.containsKey(ending))
                .filter(ending -> !List.of("/keys", "/seal", "/decommission", "/publish", "/exports", "/resume", "/heartbeat", "/{id}")
                        .contains(ending)).toList());
    }

    /** The body with one value replaced, removed, added or written twice. */
    private static List<String> spoilt(String right, Random random, int n) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            JsonNode tree = OperatorApi.parse(right.getBytes(StandardCharsets.UTF_8));
            List<Runnable> places = new ArrayList<>();
            collect(tree, OperatorApi.parse(("{\"v\":" + WRONG.get(random.nextInt(WRONG.size())) + "}")
                    .getBytes(StandardCharsets.UTF_8)).path("v"), places);
            places.get(random.nextInt(places.size())).run();
            bodies.add(tree.toString());
        }
        return bodies;
    }

    private static void collect(JsonNode node, JsonNode wrong, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            places.add(() -> object.set("colour", wrong));
            object.fieldNames().forEachRemaining(name -> {
                places.add(() -> object.set(name, wrong));
                places.add(() -> object.remove(name));
                collect(object.get(name), wrong, places);
            });
        } else if (node instanceof ArrayNode array) {
            places.add(() -> array.add(wrong));
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                places.add(() -> array.set(index, wrong));
                collect(array.get(i), wrong, places);
            }
        }
    }
}
