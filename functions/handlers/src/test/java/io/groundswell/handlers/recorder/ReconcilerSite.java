package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.FakeS3;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A reconciler and a recorder on a plant, the failure bucket, and what they would have started and woken. */
final class ReconcilerSite {

    /** The strategy of a rollout that nothing keeps back. */
    static final String ALL_AT_ONCE = "{\"max_failure_rate\":0.9}";

    final ConcurrentLinkedQueue<String> reactions = new ConcurrentLinkedQueue<>();
    final FakeS3 s3 = new FakeS3();

    JsonNode reconcile(Plant plant) {
        return reconcile(plant, 0);
    }

    JsonNode reconcile(Plant plant, int olderThanS) {
        Api.Answer answer = api(plant).call("POST /fleets/{fleet=plant}/reconcile", "{\"older_than_s\":" + olderThanS + "}");
        assertEquals(200, answer.status(), answer.body().toString());
        assertFalse(answer.body().has("next_token"), "a plant is small");
        return answer.body();
    }

    static int repairs(JsonNode report) {
        return report.path("reconciled").asInt() + report.path("lost").asInt() + report.path("replayed").asInt()
                + report.path("tallies_corrected").asInt();
    }

    static Tallies tallies(Plant plant, RolloutRef rollout) {
        return plant.rollouts().tallies(plant.rollout(rollout));
    }

    Api api(Plant plant) {
        FleetStore fleets = new FleetStore(plant.table());
        Reconciler reconciler = ReconcileHandler.reconciler(plant.table(), plant.log(), plant.chain(), fleets,
                reactions(), plant.clock());
        return Api.of(new ReconcileRoutes(fleets, reconciler, failed(plant), Duration.ofMinutes(15), plant.clock()).routes());
    }

    FailedBatches failed(Plant plant) {
        return new FailedBatches(new KeptObjects(s3, "failures"), recorder(plant), plant.clock());
    }

    void give(List<Map<String, Object>> records, String key) {
        String payload = new String(Json.write(Map.of("Records", records)), StandardCharsets.UTF_8);
        s3.upload(key, Json.write(Map.of("version", "1.0", "payload", payload)), null);
    }

    Recorder recorder(Plant plant) {
        return new Recorder(plant.chain(), Plant::lanes, reactions());
    }

    Recorder.Reactions reactions() {
        return new Recorder.Reactions(device -> { }, ref -> reactions.add("start " + ref.id()),
                ref -> reactions.add("wake " + ref.id()));
    }

    static Recorder.Reactions noReactions() {
        return new Recorder.Reactions(device -> { }, ref -> { }, ref -> { });
    }
}
