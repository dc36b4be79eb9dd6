package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.table.Key;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestChains;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRoutesTest {

    private static final String PROFILE = """
            {"hardware_profile":{"soc":"orin","ram":"8 GB"},"agent_version":"1.2.3","tags":{"site":"halle-é"},
             "installed_versions":{"vision":"1.0.0"}}""";

    private final DeviceWorld world = new DeviceWorld();

    @Test
    @DisplayName("[R8] register keeps what the device says about itself")
    void registers() {
        Answer answer = world.enroll("cam-1").call("POST /device/register", PROFILE);

        assertEquals(200, answer.status(), answer::text);
        Answer shown = world.operator.call("GET /fleets/{fleet=f}/devices/{device=cam-1}");
        for (Answer one : List.of(answer, shown)) {
            assertEquals("cam-1", one.text("name"));
            assertEquals("active", one.text("status"));
            assertEquals("2026-03-01T09:30:00.000Z", one.text("enrolled_at"));
            assertEquals("{\"ram\":\"8 GB\",\"soc\":\"orin\"}", one.body().path("hardware_profile").toString());
            assertEquals("1.2.3", one.text("agent_version"));
            assertEquals("{\"site\":\"halle-é\"}", one.body().path("tags").toString());
            assertEquals("{\"vision\":\"1.0.0\"}", one.body().path("installed_versions").toString());
            assertEquals(64, one.body().path("certificate").path("fingerprint").asText().length());
            assertEquals("2026-05-30T09:30:00.000Z", one.body().path("certificate").path("expires_at").asText());
        }
    }

    @Test
    @DisplayName("[R8] registering again with nothing new writes nothing; a member that is absent stays")
    void registerIsIdempotent() {
        Api device = world.enroll("cam-1");
        device.call("POST /device/register", PROFILE);
        world.requests.drain();

        assertEquals(200, device.call("POST /device/register", PROFILE).status());
        assertEquals(200, device.call("POST /device/register", "{}").status());
        assertEquals(List.of("GetItem", "GetItem"), world.requests.drain());
        assertEquals(2, world.items.revision(Keys.device(new DeviceRef("f", "cam-1"))));

        Answer changed = device.call("POST /device/register", "{\"agent_version\":\"1.2.4\",\"tags\":{}}");
        assertEquals("1.2.4", changed.text("agent_version"));
        assertEquals("{}", changed.body().path("tags").toString());
        assertEquals("{\"vision\":\"1.0.0\"}", changed.body().path("installed_versions").toString());
        assertEquals(3, world.items.revision(Keys.device(new DeviceRef("f", "cam-1"))));
    }

    @Test
    @DisplayName("[R8] the same registration many times in parallel is one change")
    void parallelRegistrationsAreOne() {
        Api device = world.enroll("cam-1");
        List<Answer> answers = DeviceWorld.together(IntStream.range(0, 10)
                .<Supplier<Answer>>mapToObj(i -> () -> device.call("POST /device/register", PROFILE))
                .toList());
        assertEquals(List.of(200), answers.stream().map(Answer::status).distinct().toList());
        assertEquals(2, world.items.revision(Keys.device(new DeviceRef("f", "cam-1"))));
    }

    static List<String> badProfiles() {
        List<String> bad = new ArrayList<>(List.of("[]", "{\"tags\":[]}", "{\"tags\":{\"a\":1}}", "{\"tags\":{\"\":\"a\"}}",
                "{\"tags\":{\"a\":\"\"}}", "{\"tags\":{\"a\":\"\\u0000\"}}", "{\"tags\":{\"a\":null}}",
                "{\"agent_version\":\"" + "1".repeat(65) + "\"}", "{\"agent_version\":1}",
                "{\"installed_versions\":{\"a/b\":\"1\"}}", "{\"installed_versions\":{\"a\":\"..\"}}",
                "{\"hardware_profile\":{\"a\":\"" + "x".repeat(257) + "\"}}", "{\"name\":\"other\"}",
                "{\"tags\":{\"a\":\"\\ud800\"}}"));
        bad.add(DeviceWorld.json(Map.of("tags", many(33))));
        bad.add(DeviceWorld.json(Map.of("hardware_profile", many(33))));
        bad.add(DeviceWorld.json(Map.of("installed_versions", many(201))));
        return bad;
    }

    private static Map<String, String> many(int n) {
        Map<String, String> members = new HashMap<>();
        IntStream.range(0, n).forEach(i -> members.put("k" + i, "v"));
        return members;
    }

    @ParameterizedTest
    @MethodSource("badProfiles")
    @DisplayName("[R35] a profile that is malformed or too large is a 400 that changes nothing")
    void refusesBadProfiles(String body) {
        Api device = world.enroll("cam-1");
        Answer answer = device.call("POST /device/register", body);
        assertEquals(400, answer.status(), answer::text);
        assertEquals(1, world.items.revision(Keys.device(new DeviceRef("f", "cam-1"))));
    }

    @Test
    @DisplayName("[R8] the largest profile fits")
    void takesTheLargestProfile() {
        Answer answer = world.enroll("cam-1").call("POST /device/register", DeviceWorld.json(Map.of(
                "tags", many(32), "hardware_profile", many(32), "installed_versions", many(200))));
        assertEquals(200, answer.status(), answer::text);
    }

    @Test
    @DisplayName("[R34] devices are listed by name, page by page")
    void listsByName() {
        List<String> names = IntStream.range(0, 7).mapToObj(i -> "cam-" + i).toList();
        names.forEach(world::enroll);
        List<String> listed = new ArrayList<>();
        String token = "";
        do {
            Answer page = world.operator.call("GET /fleets/{fleet=f}/devices?limit=3"
                    + (token.isEmpty() ? "" : "&next_token=" + token));
            page.body().path("devices").forEach(device -> listed.add(device.path("name").asText()));
            token = page.text("next_token");
        } while (!token.isEmpty());
        assertEquals(names, listed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /fleets/{fleet=f}/devices?next_token=Iw", "GET /fleets/{fleet=f}/devices?color=1",
            "GET /fleets/{fleet=f}/devices/{device=a b}", "POST /fleets/{fleet=f}/devices/{device=..}/decommission",
            "GET /fleets/{fleet=f}/devices/{device=cam-1}/history?next_token=Iw"})
    @DisplayName("[R35] bad names, queries and tokens are 400")
    void refusesBadRequests(String route) {
        world.enroll("cam-1");
        assertEquals(400, world.operator.call(route).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /fleets/{fleet=f}/devices/{device=none}", "GET /fleets/{fleet=g}/devices",
            "GET /fleets/{fleet=f}/devices/{device=none}/history", "GET /fleets/{fleet=g}/devices/{device=none}",
            "POST /fleets/{fleet=g}/devices/{device=none}/decommission"})
    @DisplayName("[R34] what does not exist is 404")
    void refusesUnknown(String route) {
        assertEquals(404, world.operator.call(route).status());
    }

    @Test
    @DisplayName("[R10] a decommission takes no body")
    void decommissionTakesNoBody() {
        world.enroll("cam-1");
        assertEquals(400, world.operator.call("POST /fleets/{fleet=f}/devices/{device=cam-1}/decommission",
                "{\"reason\":\"old\"}").status());
        assertEquals("active", world.operator.call("GET /fleets/{fleet=f}/devices/{device=cam-1}").text("status"));
    }

    @Test
    @DisplayName("[R33] a device's history shows its own events and those of its work in time order, page by page")
    void showsTheHistory() {
        world.enroll("cam-1");
        Key device = Keys.device(new DeviceRef("f", "cam-1"));
        Key work = new Key(device.pk(), "ROLLOUT#r1");
        TestChains chains = new TestChains(world.tables, 4);
        chains.append("f", device, "device.enrolled", 1, Map.of());
        chains.append("f", work, "device.reported", 2, Map.of("state", "healthy"));
        chains.append("f", Keys.device(new DeviceRef("f", "cam-2")), "device.enrolled", 3, Map.of());
        chains.append("f", device, "device.decommissioned", 4, Map.of());
        chains.append("f", work, "device.excluded", 5, Map.of());

        String route = "GET /fleets/{fleet=f}/devices/{device=cam-1}/history?limit=3";
        Answer first = world.operator.call(route);
        Answer second = world.operator.call(route + "&next_token=" + first.text("next_token"));

        assertEquals(List.of("device.enrolled", "device.reported", "device.decommissioned"),
                first.body().path("events").findValuesAsText("type"));
        assertEquals(List.of("device.excluded"), second.body().path("events").findValuesAsText("type"));
        assertEquals("", second.text("next_token"));
    }
}
