package io.groundswell.handlers.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.Group;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a group survives: requests cut short, side by side, and devices that leave meanwhile. */
class GroupRacesTest {

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
    @DisplayName("[R11] a request that was under way when the group was sealed adds nothing any more")
    void stragglersMeetClosedGates() {
        devices.enroll("f", "a", "b");
        api.call(GROUPS, body("g", "a"));
        GroupRef ref = new GroupRef("f", "g");

        assertThrows(Conflict.class, () -> members.join(ref, List.of("b")));
        assertEquals(1, store.count(ref));
    }

    @Test
    @DisplayName("[R11] repeating a creation that was cut short completes it, repeating another one does not")
    void completesAfterACrash() {
        devices.enroll("f", "a", "b");
        GroupRef ref = new GroupRef("f", "g");
        GroupRequest request = new GroupRequest("g", List.of("a", "b"), true);
        store.create(ref, new Group("g", false, 2, CLOCK.instant(), request.digest()),
                new Evidence("group.created", "test", CLOCK.instant(), Map.of()));
        members.join(ref, List.of("a"));

        assertEquals(409, api.call(GROUPS, body("g", "a")).status());
        Answer repeated = api.call(GROUPS, body("g", "a", "b"));

        assertEquals(201, repeated.status());
        assertEquals(2, repeated.body().path("members").asInt());
        assertTrue(repeated.body().path("sealed").asBoolean());
        assertEquals(2, devices.revision(Keys.group(ref)));
    }

    @Test
    @DisplayName("[R11] a creation cut short while sealing is completed, whoever enrolled meanwhile")
    void completesSealingAfterACrash() {
        devices.enroll("f", "a");
        GroupRef ref = new GroupRef("f", "g");
        GroupRequest request = new GroupRequest("g", List.of("a", "late"), true);
        store.create(ref, new Group("g", false, 1, CLOCK.instant(), request.digest()),
                new Evidence("group.created", "test", CLOCK.instant(), Map.of()));
        members.join(ref, List.of("a"));
        members.close(ref);
        devices.enroll("f", "late");

        Answer repeated = api.call(GROUPS, body("g", "a", "late"));

        assertEquals(201, repeated.status());
        assertEquals(1, repeated.body().path("members").asInt());
        assertEquals(json("[\"late\"]"), repeated.body().path("unresolved"));
    }

    @Test
    @DisplayName("[R10] a device decommissioned between joining and sealing is retired in the sealed group")
    void sealingRetiresWhoWasDecommissionedMeanwhile() {
        devices.enroll("f", "a", "b");
        api.call(GROUPS, "{\"name\":\"g\",\"devices\":[\"a\",\"b\"],\"sealed\":false}");
        devices.mark("f", "b");

        api.call("POST /fleets/{fleet=f}/groups/{group=g}/seal");

        assertTrue(store.membershipsOf(new DeviceRef("f", "b")).getFirst().isRetired());
        assertFalse(store.membershipsOf(new DeviceRef("f", "a")).getFirst().isRetired());
        assertEquals(1, store.clock(new GroupRef("f", "g")));
    }

    @Test
    @DisplayName("[R11] a device that was retired from an open group and enrolled again can join it again")
    void rejoinsOpenGroup() {
        devices.enroll("f", "a", "b");
        GroupRef ref = new GroupRef("f", "g");
        api.call(GROUPS, "{\"name\":\"g\",\"devices\":[\"a\",\"b\"],\"sealed\":false}");
        devices.mark("f", "b");
        store.retire("f", store.membershipsOf(new DeviceRef("f", "b")).getFirst());
        devices.enroll("f", "b");

        Answer appended = api.call("POST /fleets/{fleet=f}/groups/{group=g}/devices", "{\"devices\":[\"a\",\"b\"]}");
        api.call("POST /fleets/{fleet=f}/groups/{group=g}/seal");

        assertEquals(2, appended.body().path("members").asInt());
        List<Boolean> retired = store.members(ref, Optional.empty(), 10).stream().map(Membership::isRetired).toList();
        assertEquals(List.of(false, false), retired);
        assertFalse(store.membershipsOf(new DeviceRef("f", "b")).getFirst().isRetired());
    }

    @Test
    @DisplayName("[R10] however decommissions and the making of a group interleave, no retired device is a live member")
    void racesWithDecommission() throws Exception {
        for (int round = 0; round < 2; round++) {
            String prefix = "r" + round + "-";
            List<String> names = devices.enroll("f", prefix, 60);
            List<String> leaving = names.subList(0, 15);
            Thread decommission = Thread.ofPlatform().start(() -> leaving.forEach(name -> {
                devices.mark("f", name);
                store.membershipsOf(new DeviceRef("f", name)).forEach(member -> store.retire("f", member));
            }));

            Answer created = api.call(GROUPS, body("g" + round, names.toArray(String[]::new)));
            decommission.join();

            assertEquals(201, created.status());
            store.forEachMember(new GroupRef("f", "g" + round),
                    member -> assertEquals(leaving.contains(member.device()), member.isRetired(), member.device()));
        }
    }

    @Test
    @DisplayName("[R11] appending and sealing side by side lose no device and let none in late")
    void racesWithSealing() throws Exception {
        for (int round = 0; round < 3; round++) {
            List<String> names = devices.enroll("f", "s" + round + "-", 80);
            GroupRef ref = new GroupRef("f", "s" + round);
            api.call(GROUPS, "{\"name\":\"s" + round + "\",\"devices\":[\"" + names.getFirst() + "\"],\"sealed\":false}");
            String body = new String(Json.write(Map.of("devices", names)), StandardCharsets.UTF_8);
            List<Answer> appended = new CopyOnWriteArrayList<>();
            Thread append = Thread.ofPlatform().start(() -> appended.add(
                    api.call("POST /fleets/{fleet=f}/groups/{group=" + ref.name() + "}/devices", body)));

            Answer sealed = api.call("POST /fleets/{fleet=f}/groups/{group=" + ref.name() + "}/seal");
            append.join();

            assertEquals(200, sealed.status());
            assertTrue(List.of(200, 409).contains(appended.getFirst().status()));
            assertEquals(sealed.body().path("members").asInt(), store.count(ref));
            if (appended.getFirst().status() == 200) {
                assertEquals(80, store.count(ref));
            }
        }
    }

    @Test
    @DisplayName("[R11] many names join side by side, each once")
    void takesManyNames() {
        List<String> names = devices.enroll("f", "d", 300);

        Answer answer = api.call(GROUPS, body("g", names.toArray(String[]::new)));

        assertEquals(201, answer.status());
        assertEquals(300, answer.body().path("members").asInt());
        assertEquals(300, store.count(new GroupRef("f", "g")));
    }

    private static String body(String name, String... names) {
        return new String(Json.write(Map.of("name", name, "devices", List.of(names))), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
