package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.GivenUp;
import io.groundswell.handlers.table.Key;
import io.groundswell.handlers.table.Plant;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a revision that is not on record counts as late, and when as lost for good. */
class LostRevisionsTest {

    private static final String AT_ONCE = "{\"older_than_s\":0}";
    private static final Duration A_DAY = Duration.ofHours(24);
    private static final Duration LONG_AFTER = Duration.ofDays(30);

    private final ReconcilerSite site = new ReconcilerSite();
    private final Plant plant = new Plant(3);
    private final RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);

    @Test
    @DisplayName("[R31] [R32] who halted and resumed, and why, is not called lost while the stream still has it")
    void leavesToTheStreamWhatItStillHas() {
        List<Change> waiting = haltedTwice();

        JsonNode soon = site.reconcile(plant, Duration.ZERO, AT_ONCE);
        JsonNode hourly = site.reconcile(plant, A_DAY, "{}");
        site.recorder(plant).record(waiting);

        assertEquals(List.of(0, 0, 3), figures(soon));
        assertEquals(List.of(0, 0, 3), figures(hourly));
        List<AuditEvent> events = ReconcilerSite.history(plant, waiting.getFirst());
        assertEquals(List.of("rollout.halted", "rollout.resumed", "rollout.halted"),
                events.stream().skip(1).map(AuditEvent::type).toList());
        assertEquals("smoke in hall 3", events.get(1).data().get("reason"));
        assertEquals(List.of(), plant.findings());
    }

    @Test
    @DisplayName("[R32] what no stream has any more is told as lost, and the latest revision is appended as it was")
    void repairsWhatNoStreamHas() {
        List<Change> waiting = haltedTwice();

        JsonNode report = site.reconcile(plant, Duration.ofHours(26), "{}");
        site.recorder(plant).record(waiting);

        assertEquals(List.of(1, 2, 0), figures(report));
        assertEquals(List.of("revision.reconciled", "revision.reconciled", "rollout.halted"),
                ReconcilerSite.history(plant, waiting.getFirst()).stream().skip(1).map(AuditEvent::type).toList());
        assertEquals(List.of(), plant.findings());
    }

    @Test
    @DisplayName("[R32] an operator may call revisions lost earlier, by asking for exactly that")
    void callsLostEarlierWhenAsked() {
        haltedTwice();

        assertEquals(List.of(1, 2, 0), figures(site.reconcile(plant, Duration.ZERO, "{\"older_than_s\":0,\"lost_after_s\":0}")));
        assertEquals(List.of(), plant.findings());
    }

    @Test
    @DisplayName("[R32] the only missing revision is appended as it was after a short grace, and may come from the stream later")
    void appendsWhatIsExactSoon() {
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.HEALTHY);
        List<Change> waiting = plant.changes();

        JsonNode fresh = site.reconcile(plant, Duration.ofMinutes(14), "{}");
        JsonNode late = site.reconcile(plant, Duration.ofMinutes(15), "{}");
        site.recorder(plant).record(waiting);

        assertEquals(List.of(0, 0, 1), figures(fresh));
        assertEquals(List.of(1, 0, 0), figures(late));
        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
        assertEquals(List.of(), plant.findings());
    }

    @Test
    @DisplayName("[R32] a revision below one that is on record is called lost no earlier than others")
    void waitsBelowARecordedRevisionToo() {
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        List<Change> changes = plant.changes();
        site.recorder(plant).record(changes.subList(1, 2));

        JsonNode early = site.reconcile(plant, A_DAY, AT_ONCE);
        JsonNode late = site.reconcile(plant, Duration.ofHours(26), "{}");

        assertEquals(List.of(0, 0, 1), figures(early));
        assertEquals(List.of(0, 1, 0), figures(late));
        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
        assertEquals(List.of(), plant.findings());
    }

    @Test
    @DisplayName("[R32] a revision whose record lies in the failure bucket is never called lost, whatever is asked")
    void keepsWhatTheBucketHas() {
        List<Change> waiting = haltedTwice();
        site.give(List.of(GivenUp.unreadable(waiting.getFirst())), "poison");

        JsonNode kept = site.reconcile(plant, LONG_AFTER, "{\"older_than_s\":0,\"lost_after_s\":0}");
        assertEquals(List.of(0, 0, 3), figures(kept));
        assertEquals(1, ReconcilerSite.history(plant, waiting.getFirst()).size());
        new KeptObjects(site.s3, "failures").delete("poison");
        assertEquals(List.of(1, 2, 0), figures(site.reconcile(plant, LONG_AFTER, "{}")));
    }

    @Test
    @DisplayName("[R32] while the failure bucket was not looked through, nothing is called lost")
    void looksThroughTheWholeBucket() {
        site.give(List.of(GivenUp.unreadable(haltedTwice().getFirst())), "poison");
        ReconcileReport report = new ReconcileReport();

        assertTrue(site.failed(plant).kept(plant.clock().instant(), report).holds(new Key("DEVICE#plant#d2", "META"), 1));

        assertEquals(List.of("failure bucket: time ran out before poison, so no revision was called lost"),
                report.toJson().get("unresolved"));
    }

    /** Three revisions of the rollout that wait in the stream, everything else on record. */
    private List<Change> haltedTwice() {
        plant.recordAll();
        ReconcilerSite.halt(plant, rollout, "smoke in hall 3");
        ReconcilerSite.resume(plant, rollout);
        ReconcilerSite.halt(plant, rollout, "smoke in hall 4");
        return plant.changes();
    }

    private static List<Integer> figures(JsonNode report) {
        return List.of(report.path("reconciled").asInt(), report.path("lost").asInt(), report.path("pending").asInt());
    }
}
