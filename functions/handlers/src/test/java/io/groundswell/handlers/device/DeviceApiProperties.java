package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

class DeviceApiProperties {

    private static final DeviceWorld WORLD = new DeviceWorld();
    private static final Api DEVICE = WORLD.enroll("cam-1");
    private static final RolloutRef ROLLOUT = rollOut();
    private static final List<String> ROUTES = List.of("POST /device/register", "POST /device/heartbeat",
            "POST /device/reports", "POST /device/certificate", "POST /enroll");

    private static RolloutRef rollOut() {
        WORLD.group("line", List.of("cam-1"));
        RolloutRef ref = WORLD.rollOut("vision", "1", "line");
        WORLD.openWave(ref);
        return ref;
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    @Label("[R35] nothing a device sends gets a 500 or a status without a sentence, and no refusal writes anything")
    void refusesWithASentence(@ForAll("routes") String route, @ForAll("bodies") String body) {
        int before = WORLD.items.count();
        WORLD.requests.drain();

        Answer answer = switch (route) {
            case "POST /enroll" -> WORLD.enrollment.call(route, body);
            case "POST /device/certificate" ->
                    WORLD.enrollment.withCertificate(WORLD.certificateOf("cam-1")).call(route, body);
            default -> DEVICE.call(route, body);
        };

        assertTrue(Set.of(200, 400, 401, 404, 409).contains(answer.status()), () -> route + " " + body + " " + answer);
        if (answer.status() >= 400) {
            assertTrue(answer.error().length() > 10, answer::error);
            assertEquals(before, WORLD.items.count());
            assertTrue(WORLD.requests.drain().stream().noneMatch(name -> name.matches("(Put|Update|Delete|Transact).*")));
        }
    }

    @Property(tries = 2_000)
    @Label("[R2] no path, however twisted, leads to an object that is no file of the device's own repository")
    void pathsStayInside(@ForAll("paths") String path) {
        Answer metadata = DEVICE.call("GET /device/tuf/{file=" + path + "}");
        Answer target = DEVICE.call("GET /device/targets/{path+=" + path + "}");
        assertEquals(path.equals("1.root.json") ? 200 : 404, metadata.status(), path);
        assertEquals(404, target.status(), path);
    }

    @Provide
    Arbitrary<String> routes() {
        return Arbitraries.of(ROUTES);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("..", ".", "/", "%2e", "1.root.json", "1", "root", "json", "timestamp", "f", "g", "metadata",
                "targets", "a".repeat(64), "\u0000", "é", " ").list().ofMaxSize(6).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> names = Arbitraries.of("rollout", "state", "detail", "tags", "hardware_profile", "agent_version",
                "installed_versions", "csr", "token", "name", "color");
        Arbitrary<Map<String, Object>> objects = Arbitraries.maps(names, value(2)).ofMaxSize(5);
        return Arbitraries.frequencyOf(Tuple.of(6, objects.map(DeviceWorld::json)),
                Tuple.of(3, objects.map(DeviceApiProperties::almostRight)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(30)),
                Tuple.of(1, Arbitraries.of("", "[]", "null", "{\"a\":", "[".repeat(5000), "{\"tags\":".repeat(300))));
    }

    private static String almostRight(Map<String, Object> spoilt) {
        Map<String, Object> body = new HashMap<>(Map.of("rollout", ROLLOUT.id(), "state", "downloading"));
        spoilt.entrySet().stream().limit(1).forEach(field -> body.put(field.getKey(), field.getValue()));
        return DeviceWorld.json(body);
    }

    private static Arbitrary<Object> value(int depth) {
        Arbitrary<Object> texts = Arbitraries.of("", "a", "..", "a#b", "healthy", "none", "excluded", ROLLOUT.id(),
                "\u0000", "\ud83c\udf0a", "x".repeat(3000), "gst~f~a~" + "A".repeat(43)).map(Object.class::cast);
        Arbitrary<Object> leaf = Arbitraries.oneOf(texts,
                Arbitraries.of(0, -1, 1.5, Long.MAX_VALUE, true).map(Object.class::cast));
        return depth == 0 ? leaf : Arbitraries.oneOf(leaf,
                Combinators.combine(Arbitraries.of("", "a", "vision", "a.b"), value(depth - 1))
                        .as((name, value) -> (Object) Map.of(name, value)),
                value(depth - 1).list().ofMaxSize(3).map(Object.class::cast));
    }
}
