package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.Template;
import io.groundswell.tuf.repository.Ceremony;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FleetFoundingTest {

    private final PublisherFixture publisher = new PublisherFixture();

    @Test
    @DisplayName("[R34] the function answers exactly the template's routes")
    void answersTheTemplatesRoutes() {
        assertEquals(Template.load().routes("Publisher"), new TreeSet<>(publisher.routes.routes().keySet()));
        assertEquals(Set.of("FLEET_TABLE", "ARTIFACT_BUCKET", "STACK_NAME"),
                Template.load().variables("Publisher"));
    }

    @Test
    @DisplayName("[R5] each fleet has three keys of its own, made once and tagged with stack and fleet")
    void makesKeysOnce() {
        JsonNode first = publisher.api.call("POST /fleets/{fleet=f}/keys").body();
        JsonNode again = publisher.api.call("POST /fleets/{fleet=f}/keys").body();
        JsonNode other = publisher.api.call("POST /fleets/{fleet=g}/keys").body();

        assertEquals(first, again);
        assertNotEquals(first.path("keys").path("publisher"), other.path("keys").path("publisher"));
        assertEquals("ecdsa-sha2-nistp256", first.path("keys").path("snapshot").path("scheme").asText());
        assertEquals(64, first.path("keys").path("timestamp").path("keyid").asText().length());
        assertEquals(6, publisher.kms.keyCount());
        assertTrue(publisher.kms.tagsOf("key-1").stream()
                .anyMatch(tag -> tag.tagKey().equals("groundswell-stack") && tag.tagValue().equals("stack")));
        assertTrue(publisher.kms.tagsOf("key-1").stream()
                .anyMatch(tag -> tag.tagKey().equals("groundswell-fleet") && tag.tagValue().equals("f")));
        assertEquals(List.of(), publisher.kms.retired());
    }

    @Test
    @DisplayName("[R5] of two that make keys at once one wins, and the other's keys are given up")
    void loserRetiresItsKeys() throws Exception {
        List<Answer> answers = PublisherFixture.together(
                Collections.nCopies(4, () -> publisher.api.call("POST /fleets/{fleet=f}/keys")));

        assertEquals(4, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(1, answers.stream().map(Answer::body).distinct().count());
        assertEquals(publisher.kms.keyCount() - 3, publisher.kms.retired().size());
    }

    @Test
    @DisplayName("[R5] a fleet is created from offline-signed root and targets, once; the same again changes nothing")
    void createsFleet() {
        String body = publisher.founding("f");

        Answer created = publisher.api.call("POST /fleets", body);
        Answer again = publisher.api.call("POST /fleets", body);

        assertEquals(201, created.status());
        assertEquals(PublisherFixture.json("""
                {"name":"f","created_at":"2026-03-01T09:30:00.000Z","lanes":4,
                 "root":{"version":1,"expires":"2027-03-01T09:30:00.000Z"},
                 "targets":{"version":1,"expires":"2027-03-01T09:30:00.000Z"}}"""), created.body());
        assertEquals(201, again.status());
        assertEquals(created.body(), again.body());
        assertEquals(1, publisher.items.revision(Keys.fleet("f")));
        assertEquals(List.of("fleet.created"), publisher.items.eventsOn(Keys.fleet("f")));
        assertEquals(Set.of("tuf/f/metadata/1.root.json", "tuf/f/metadata/1.targets.json",
                "tuf/f/metadata/1.publisher.json", "tuf/f/metadata/1.snapshot.json", "tuf/f/metadata/timestamp.json"),
                publisher.s3.keys());
    }

    @Test
    @DisplayName("[R5] creating a fleet from another root is 409, before its keys exist too")
    void refusesAnotherRoot() {
        assertEquals(409, publisher.api.call("POST /fleets", "{\"name\":\"f\",\"root\":{},\"targets\":{}}").status());
        publisher.api.call("POST /fleets", publisher.founding("f"));
        publisher.now = publisher.now.plusSeconds(60);

        assertEquals(409, publisher.api.call("POST /fleets", publisher.founding("f")).status());
        assertEquals(1, publisher.items.revision(Keys.fleet("f")));
    }

    @Test
    @DisplayName("[R5] a root that no client would accept is 400 with the reason, and there is no fleet")
    void refusesBadMetadata() {
        ObjectNode unsigned = (ObjectNode) PublisherFixture.json(publisher.founding("f"));
        ((ObjectNode) unsigned.path("root")).putArray("signatures");

        Answer answer = publisher.api.call("POST /fleets", unsigned.toString());

        assertEquals(400, answer.status());
        assertTrue(answer.error().contains("root"), answer.error());
        assertEquals(Set.of(), publisher.s3.keys());
        assertEquals(400, publisher.api.call("POST /fleets", publisher.founding("f").replace("\"version\":1", "\"version\":1.5")).status());
        assertEquals(400, publisher.api.call("POST /fleets", publisher.founding("f").replace("\"name\"", "\"more\":1,\"name\"")).status());
        assertEquals(0, publisher.items.revision(Keys.fleet("f")));
    }

    @Test
    @DisplayName("[R5] a creation that was cut short at any write is completed by the same call")
    void completesCreationAfterACrash() {
        String body = publisher.founding("f");
        for (int crashAt = 1; crashAt <= 5; crashAt++) {
            publisher.cutShortAt(crashAt);
            assertEquals(500, publisher.api.call("POST /fleets", body).status());
        }
        publisher.mend();

        assertEquals(201, publisher.api.call("POST /fleets", body).status());
        assertEquals(List.of("fleet.created"), publisher.items.eventsOn(Keys.fleet("f")));
    }

    @Test
    @DisplayName("[R5] newer root and targets are taken in and recorded once")
    void updatesOfflineRoles() {
        JsonNode founded = PublisherFixture.json(publisher.founding("f"));
        publisher.api.call("POST /fleets", founded.toString());
        publisher.now = publisher.now.plus(Duration.ofDays(30));
        Ceremony.Offline next = Ceremony.YEARLY.rotate(Json.write(founded.path("root")), Json.write(founded.path("targets")),
                PublisherFixture.offlineRoles(), publisher.onlineKeys("f"), List.of(PublisherFixture.OFFLINE), publisher.now);

        Answer root = publisher.api.call("PUT /fleets/{fleet=f}/tuf/root", PublisherFixture.text(next.root()));
        Answer repeated = publisher.api.call("PUT /fleets/{fleet=f}/tuf/root", PublisherFixture.text(next.root()));
        Answer targets = publisher.api.call("PUT /fleets/{fleet=f}/tuf/targets", PublisherFixture.text(next.targets()));

        assertEquals(200, root.status());
        assertEquals(2, root.body().path("root").path("version").asInt());
        assertEquals(root.body(), repeated.body());
        assertEquals(200, targets.status());
        assertEquals(2, targets.body().path("targets").path("version").asInt());
        assertEquals(3, publisher.items.revision(Keys.fleet("f")));
        assertEquals(List.of("fleet.targets_updated"), publisher.items.eventsOn(Keys.fleet("f")));
        assertEquals(400, publisher.api.call("PUT /fleets/{fleet=f}/tuf/root", "[]").status());
        assertEquals(400, publisher.api.call("PUT /fleets/{fleet=f}/tuf/root", "{}").status());
        assertEquals(400, publisher.api.call("PUT /fleets/{fleet=f}/tuf/root", PublisherFixture.text(next.root()).replace("root", "\\ud800")).status());
        assertEquals(400, publisher.api.call("PUT /fleets/{fleet=f}/tuf/targets").status());
        assertEquals(404, publisher.api.call("PUT /fleets/{fleet=none}/tuf/root", PublisherFixture.text(next.root())).status());
    }
}
