package io.groundswell.handlers.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.GroupMembers;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.LocalTables;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupRoutesTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T09:30:00Z"));
    private static final String GROUPS = "POST /fleets/{fleet=f}/groups";

    private final LocalTables tables = LocalTables.create();
    private final TestDevices devices = new TestDevices(tables);
    private FleetTable table;
    private GroupStore store;
    private GroupMembers members;
    private Api api;

    @BeforeEach
    void openFleet() {
        table = tables.fleet();
        store = new GroupStore(table);
        members = new GroupMembers(table, store);
        api = Api.of(new GroupRoutes(new FleetStore(table), store, members, CLOCK).routes());
        devices.fleet("f");
    }

    @Test
    @DisplayName("[R11] names that do not resolve come back in the order given, duplicates collapsed")
    void reportsUnresolvedNames() {
        devices.enroll("f", "a", "b");
        devices.mark("f", "retired");

        Answer answer = api.call(GROUPS,
                body("canary", "zz", "a", "../x", "retired", "zz", "b", "a", "no such", ""));

        assertEquals(201, answer.status());
        assertEquals(json("""
                {"name":"canary","members":2,"sealed":true,"created_at":"2026-03-01T09:30:00.000Z",
                 "unresolved":["zz","../x","retired","no such",""]}"""), answer.body());
        assertEquals(List.of("group.sealed"), devices.eventsOn(Keys.group(new GroupRef("f", "canary"))));
        assertEquals(2, devices.revision(Keys.group(new GroupRef("f", "canary"))));
    }

    @Test
    @DisplayName("[R11] a group of which no name resolves is 400 and nothing is written")
    void refusesGroupWithoutMembers() {
        devices.mark("f", "retired");
        int before = devices.count();

        assertEquals(400, api.call(GROUPS, body("g", "nobody", "retired")).status());
        assertEquals(400, api.call(GROUPS, body("g")).status());

        assertEquals(before, devices.count());
        assertEquals(404, api.call("GET /fleets/{fleet=f}/groups/{group=g}").status());
    }

    @Test
    @DisplayName("[R11] a large group is created unsealed, appended to and sealed")
    void appendsUntilSealed() {
        devices.enroll("f", "a", "b", "c");
        GroupRef ref = new GroupRef("f", "g");

        Answer created = api.call(GROUPS, "{\"name\":\"g\",\"devices\":[\"a\"],\"sealed\":false}");
        assertEquals(201, created.status());
        assertFalse(created.body().path("sealed").asBoolean());

        Answer appended = api.call("POST /fleets/{fleet=f}/groups/{group=g}/devices",
                "{\"devices\":[\"b\",\"nobody\",\"a\",\"c\"]}");
        assertEquals(200, appended.status());
        assertEquals(3, appended.body().path("members").asInt());
        assertEquals(json("[\"nobody\"]"), appended.body().path("unresolved"));
        assertEquals(List.of("group.appended"), devices.eventsOn(Keys.group(ref)));

        Answer sealed = api.call("POST /fleets/{fleet=f}/groups/{group=g}/seal");
        assertEquals(200, sealed.status());
        assertTrue(sealed.body().path("sealed").asBoolean());
        assertEquals(3, sealed.body().path("members").asInt());
    }

    @Test
    @DisplayName("[R11] a sealed group takes no further devices; sealing it again changes nothing")
    void sealedIsImmutable() {
        devices.enroll("f", "a", "b");
        api.call(GROUPS, body("g", "a"));
        GroupRef ref = new GroupRef("f", "g");

        Answer appended = api.call("POST /fleets/{fleet=f}/groups/{group=g}/devices", "{\"devices\":[\"b\"]}");
        Answer sealed = api.call("POST /fleets/{fleet=f}/groups/{group=g}/seal");

        assertEquals(409, appended.status());
        assertEquals("group g is sealed and takes no further devices; create another group", appended.error());
        assertEquals(200, sealed.status());
        assertEquals(2, devices.revision(Keys.group(ref)));
        assertEquals(1, store.count(ref));
    }

    @Test
    @DisplayName("[R11] creating a group that exists is 409 and changes nothing")
    void refusesDuplicateGroup() {
        devices.enroll("f", "a", "b");
        api.call(GROUPS, body("g", "a"));

        assertEquals(409, api.call(GROUPS, body("g", "b")).status());
        assertEquals(409, api.call(GROUPS, body("g", "a")).status());
        assertEquals(1, store.count(new GroupRef("f", "g")));
    }

    @Test
    @DisplayName("[R14] the devices of a group are listed in position order, page by page, each once")
    void listsDevicesInPositionOrder() {
        List<String> names = devices.enroll("f", "d", 23);
        api.call(GROUPS, body("g", names.toArray(String[]::new)));

        List<String> listed = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        String token = "";
        do {
            Answer page = api.call("GET /fleets/{fleet=f}/groups/{group=g}/devices?limit=10" + token);
            assertEquals(200, page.status());
            page.body().path("devices").forEach(member -> {
                listed.add(member.path("device").asText());
                positions.add(member.path("position").asText());
            });
            token = page.body().has("next_token") ? "&next_token=" + page.text("next_token") : "";
        } while (!token.isEmpty());

        assertEquals(23, listed.size());
        assertEquals(names.stream().sorted().toList(), listed.stream().sorted().toList());
        assertEquals(positions.stream().sorted().toList(), positions);
        assertEquals("0b29276278862d31f2154e1074e0707b127ee464067efbbf52bccb01508ac22e",
                positions.get(listed.indexOf("d0")));
    }

    @Test
    @DisplayName("[R34] groups are listed by name, page by page")
    void listsGroups() {
        devices.enroll("f", "a");
        for (String name : List.of("g2", "g1", "g3")) {
            api.call(GROUPS, body(name, "a"));
        }

        Answer first = api.call("GET /fleets/{fleet=f}/groups?limit=2");
        Answer second = api.call("GET /fleets/{fleet=f}/groups?limit=2&next_token=" + first.text("next_token"));

        assertEquals(List.of("g1", "g2"), first.body().path("groups").findValuesAsText("name"));
        assertEquals(List.of("g3"), second.body().path("groups").findValuesAsText("name"));
        assertFalse(second.body().has("next_token"));
    }

    @ParameterizedTest
    @DisplayName("[R35] a wrong request is refused by name and changes nothing")
    @CsvSource(delimiter = '|', textBlock = """
            {"devices":["a"]}                                     | name must be a string, found nothing
            {"name":"..","devices":["a"]}                         | name must match [A-Za-z0-9][A-Za-z0-9._-]{0,63} without "..", found ".."
            {"name":"a#b","devices":["a"]}                        | name must match [A-Za-z0-9][A-Za-z0-9._-]{0,63} without "..", found "a#b"
            {"name":"g","devices":"a"}                            | devices must be an array, found the string "a"
            {"name":"g","devices":["a",7]}                        | devices[1] must be a string, found the number 7
            {"name":"g","devices":["a"],"sealed":"yes"}           | sealed must be true or false, found the string "yes"
            {"name":"g","devices":["a"],"colour":"red"}           | unknown field "colour"; known here: devices, name, sealed
            {"name":"g","name":"h","devices":["a"]}               | the request body must be valid JSON: Duplicate field 'name' at line 1, column 19
            [1]                                                   | the request body must be an object, found an array
            """)
    void refusesWrongRequests(String body, String error) {
        devices.enroll("f", "a");
        int before = devices.count();

        Answer answer = api.call(GROUPS, body);

        assertEquals(400, answer.status());
        assertEquals(error, answer.error());
        assertEquals(before, devices.count());
    }

    @Test
    @DisplayName("[R11] one call does not take 5,001 names")
    void limitsNames() {
        List<String> names = Collections.nCopies(5_001, "a");

        Answer answer = api.call(GROUPS, body("g", names.toArray(String[]::new)));

        assertEquals(400, answer.status());
        assertEquals("devices must have at most 5000 entries, found 5001", answer.error());
    }

    @Test
    @DisplayName("[R35] a text that is no Unicode is refused by name")
    void refusesLoneSurrogates() {
        devices.enroll("f", "a");

        assertEquals("devices[1] must be Unicode text, found half of a surrogate pair",
                api.call(GROUPS, "{\"name\":\"g\",\"devices\":[\"a\",\"\\ud800\"]}").error());
        assertEquals(400, api.call(GROUPS, "{\"name\":\"\\udc00\",\"devices\":[\"a\"]}").status());
    }

    @Test
    @DisplayName("[R34] unknown fleets and groups are 404, foreign tokens 400")
    void namesWhatDoesNotExist() {
        assertEquals(404, api.call("GET /fleets/{fleet=nowhere}/groups").status());
        assertEquals(404, api.call("GET /fleets/{fleet=f}/groups/{group=none}/devices").status());
        assertEquals(404, api.call("POST /fleets/{fleet=f}/groups/{group=none}/seal").status());
        assertEquals(404, api.call("POST /fleets/{fleet=nowhere}/groups", body("g", "a")).status());
        assertEquals(400, api.call("GET /fleets/{fleet=f}/groups?next_token=").status());
        assertEquals(400, api.call("GET /fleets/{fleet=f}/groups?next_token=Iw").status());
        assertEquals(400, api.call("GET /fleets/{fleet=f}/groups/{group=g}/devices?next_token=!").status());
        assertEquals(400, api.call("GET /fleets/{fleet=f}/groups?colour=red").status());
        assertEquals(400, api.call("GET /fleets/{fleet=a b}/groups").status());
    }

    private static String body(String name, String... names) {
        return new String(Json.write(Map.of("name", name, "devices", List.of(names))), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
