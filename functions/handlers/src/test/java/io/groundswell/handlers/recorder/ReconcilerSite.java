package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.OperatorAction;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.domain.rollout.Transition;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.FakeS3;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A reconciler and a recorder on a plant, the failure bucket, and what they would have started and woken. */
final class ReconcilerSite {

    /** The strategy of a rollout that nothing keeps back. */
    static final String ALL_AT_ONCE = "{\"max_failure_rate\":0.9}";

    static final Grace GRACE = new Grace(Duration.ofMinutes(15), Duration.ofHours(26));

    final ConcurrentLinkedQueue<String> reactions = new ConcurrentLinkedQueue<>();
    final FakeS3 s3 = new FakeS3();

    /** Everything that is not on record is missing, and what the items do not know any more is lost. */
    JsonNode reconcile(Plant plant) {
        return reconcile(plant, Duration.ZERO, "{\"older_than_s\":0,\"lost_after_s\":0}");
    }

    /** @param later how long after everything was written */
    JsonNode reconcile(Plant plant, Duration later, String body) {
        Api.Answer answer = api(plant, Clock.offset(plant.clock(), later)).call("POST /fleets/{fleet=plant}/reconcile", body);
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
        return api(plant, plant.clock());
    }

    private Api api(Plant plant, Clock clock) {
        FleetStore fleets = new FleetStore(plant.table());
        Reconciler reconciler = ReconcileHandler.reconciler(plant.table(), plant.log(), plant.chain(), fleets,
                reactions(), clock);
        return Api.of(new ReconcileRoutes(fleets, reconciler, failed(plant), GRACE, clock).routes());
    }

    FailedBatches failed(Plant plant) {
        return new FailedBatches(new KeptObjects(s3, "failures"), recorder(plant), plant.log(), plant.clock());
    }

    void give(List<Map<String, Object>> records, String key) {
        String payload = new String(Json.write(Map.of("Records", records)), StandardCharsets.UTF_8);
        s3.upload(key, Json.write(Map.of("version", "1.0", "payload", payload)), null);
    }

    static void halt(Plant plant, RolloutRef rollout, String reason) {
        change(plant, rollout, read -> OperatorAction.halt(read, plant.rollouts().tallies(read), reason));
    }

    static void resume(Plant plant, RolloutRef rollout) {
        change(plant, rollout, OperatorAction::resume);
    }

    private static void change(Plant plant, RolloutRef rollout, Function<Rollout, Transition> action) {
        Versioned<Rollout> read = plant.rollouts().find(rollout).orElseThrow();
        Transition.Changed changed = (Transition.Changed) action.apply(read.value());
        plant.rollouts().save(read, changed.rollout(), new Evidence(changed.event(), "test", Plant.NOW, changed.data()));
    }

    /** What is on record of a change's subject, in the order of its revisions. */
    static List<AuditEvent> history(Plant plant, Change change) {
        return plant.events().stream().filter(event -> event.subject().equals(change.key().subject()))
                .sorted(Comparator.comparing(AuditEvent::revision)).toList();
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
