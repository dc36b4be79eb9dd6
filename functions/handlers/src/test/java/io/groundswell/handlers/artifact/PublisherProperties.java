package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.aws.UploadedObjects;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.AnyRequest;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

class PublisherProperties {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T09:30:00Z"));
    private static final LocalTables TABLES = LocalTables.create();
    private static final TestDevices ITEMS = new TestDevices(TABLES);
    private static final FakeS3 S3 = new FakeS3();
    private static final FakeKms KMS = new FakeKms();
    private static final FleetStore FLEETS = new FleetStore(TABLES.fleet());
    private static final FleetRepositories REPOSITORIES = FleetRepositories.onAws(FLEETS, S3, "bucket", KMS, CLOCK);
    private static final FleetFounding FOUNDING =
            new FleetFounding(FLEETS, REPOSITORIES, new KmsKeys(KMS, "stack"), CLOCK);
    private static final PublisherRoutes ROUTES = new PublisherRoutes(FLEETS, FOUNDING, new Publication(
            new ArtifactStore(TABLES.fleet()), REPOSITORIES, new UploadedObjects(S3, "bucket"), CLOCK));
    private static final Api API = Api.of(ROUTES.routes());
    private static final String FOUNDED = founding("f");
    private static final String NOT_FOUNDED = founding("g");

    static {
        assertEquals(201, API.call("POST /fleets", FOUNDED).status());
        FOUNDING.keys("a");
        FOUNDING.keys("detector");
        FOUNDING.keys("nobody");
    }

    @Property(tries = 250, shrinking = ShrinkingMode.BOUNDED)
    @Label("[R35] metadata that is spoilt anywhere is refused with a sentence and founds no fleet")
    void refusesSpoiltMetadata(@ForAll("spoilt") String body) {
        int items = ITEMS.count();
        Set<String> objects = S3.keys();

        Answer answer = API.call("POST /fleets", body);

        if (answer.status() == 201) {
            assertEquals(json(NOT_FOUNDED), json(body));
        } else {
            assertTrue(Set.of(400, 409).contains(answer.status()), () -> body + " was answered " + answer);
            assertTrue(answer.error().length() > 10, answer::error);
            assertEquals(items, ITEMS.count());
            assertEquals(objects, S3.keys());
        }
    }

    @Property(tries = 250, shrinking = ShrinkingMode.BOUNDED)
    @Label("[R35] no request, however wrong, gets a 500 or a status without a sentence, and no refusal writes anything")
    void refusesWithASentence(@ForAll("requests") AnyRequest request) {
        int items = ITEMS.count();
        Set<String> objects = S3.keys();

        Answer answer = API.call(request.route(), request.body());

        assertTrue(Set.of(200, 400, 404, 409).contains(answer.status()), () -> request + " was answered " + answer);
        if (answer.status() >= 400) {
            assertTrue(answer.error().length() > 10, answer::error);
            assertEquals(items, ITEMS.count());
            assertEquals(objects, S3.keys());
        }
    }

    /** The founding of a fleet with one value, anywhere in it, replaced or removed. */
    @Provide
    Arbitrary<String> spoilt() {
        return Arbitraries.integers().between(0, 10_000).flatMap(place -> Arbitraries.of("null", "0", "-1", "1.5", "\"\"",
                "\"a\"", "\"..\"", "[]", "{}", "true", "\"2026-01-01T00:00:00Z\"", "99999999999999999999").map(value ->
                spoil(json(NOT_FOUNDED), place, json(value)).toString()));
    }

    @Provide
    Arbitrary<AnyRequest> requests() {
        return AnyRequest.to(List.copyOf(ROUTES.routes().keySet()));
    }

    private static JsonNode spoil(JsonNode tree, int place, JsonNode value) {
        List<Runnable> places = new ArrayList<>();
        collect(tree, value, places);
        places.get(place % places.size()).run();
        return tree;
    }

    private static void collect(JsonNode node, JsonNode value, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> {
                places.add(() -> object.set(name, value));
                places.add(() -> object.remove(name));
                collect(object.get(name), value, places);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                places.add(() -> array.set(index, value));
                collect(array.get(i), value, places);
            }
        }
    }

    private static String founding(String fleet) {
        Ed25519Signer offline = Ed25519Signer.fromSeed(new byte[32]);
        FleetKeys keys = FOUNDING.keys(fleet);
        OnlineKeys online = new OnlineKeys(keys.publisher().key(), keys.snapshot().key(), keys.timestamp().key());
        Ceremony.Offline founded = Ceremony.YEARLY.found(
                new OfflineRoles(List.of(offline.key()), 1, List.of(offline.key()), 1), online, List.of(offline), CLOCK.instant());
        return "{\"name\":\"" + fleet + "\",\"root\":" + new String(founded.root(), StandardCharsets.UTF_8)
                + ",\"targets\":" + new String(founded.targets(), StandardCharsets.UTF_8) + "}";
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
