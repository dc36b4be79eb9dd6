package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.WaveTally;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.table.Settled;
import io.groundswell.handlers.testing.Api;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private final ReconcilerSite site = new ReconcilerSite();

    @Test
    @DisplayName("[R32] what a stream outage lost is appended: exact where the item still knows, told as lost where not")
    void appendsWhatTheStreamLost() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.APPLYING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.report(rollout, "d1", WorkState.FAILED);
        plant.report(rollout, "d2", WorkState.DOWNLOADING);
        int written = plant.changes().size();
        assertEquals(0, plant.chains().size());

        JsonNode report = site.reconcile(plant);

        assertEquals(written, plant.eventsWithoutGaps());
        assertEquals(List.of(), plant.findings());
        assertEquals(written, report.path("reconciled").asInt() + report.path("lost").asInt());
        WaveTally tally = ReconcilerSite.tallies(plant, rollout).wave(0);
        assertEquals(1, tally.healthy());
        assertEquals(Map.of(0, 1), tally.failed());
        var last = plant.events().stream().filter(event -> event.subject().contains("#d0/ROLLOUT#") && event.revision() == 3)
                .findFirst().orElseThrow();
        assertEquals("device.reported", last.type());
        assertEquals("device:d0", last.actor());
        assertEquals("2026-05-04T10:00:00.000Z", last.data().get("reconciled_at"));
        var second = plant.events().stream().filter(event -> event.subject().contains("#d0/ROLLOUT#") && event.revision() == 2)
                .findFirst().orElseThrow();
        assertEquals("revision.reconciled", second.type());
        assertEquals(Map.of("device", "d0", "rollout", rollout.id(), "artifact", "vision", "version", "1.0.0",
                "not_after", "2026-05-04T10:00:00.000Z", "reconciled_at", "2026-05-04T10:00:00.000Z"), second.data());
        assertTrue(site.reactions.contains("start " + rollout.id()) && site.reactions.contains("wake " + rollout.id()));
    }

    @Test
    @DisplayName("[R32] a fleet that lacks nothing is left as it is, and a second run repairs nothing more")
    void leavesWhatIsWhole() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.recordAll();
        long events = plant.eventsWithoutGaps();

        JsonNode report = site.reconcile(plant);

        assertEquals(0, ReconcilerSite.repairs(report), report.toString());
        assertEquals(4, report.path("tallies_recounted").asInt());
        assertEquals(events, plant.eventsWithoutGaps());
        assertEquals(List.of(), List.copyOf(site.reactions));
    }

    @Test
    @DisplayName("[R32] a lost revision between two on record moves the tally by what it missed")
    void closesGapsInTheMiddle() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.APPLYING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.exclude(rollout, "d0");
        List<Change> changes = plant.changes();
        site.recorder(plant).record(List.of(changes.get(0), changes.get(2)));
        assertEquals(-1, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
        assertFalse(plant.findings().isEmpty());

        site.reconcile(plant);

        assertEquals(List.of(), plant.findings());
        assertEquals(0, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).excluded());
    }

    @Test
    @DisplayName("[R32] reconcilers and recorders that work at the same time count every revision once")
    void agreesWithRecorders() {
        Plant plant = new Plant(20);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        for (int i = 0; i < 20; i++) {
            plant.report(rollout, "d" + i, WorkState.DOWNLOADING);
            plant.report(rollout, "d" + i, WorkState.APPLYING);
            plant.report(rollout, "d" + i, i % 4 == 0 ? WorkState.ROLLED_BACK : WorkState.HEALTHY);
            if (i % 5 == 0) {
                plant.exclude(rollout, "d" + i);
            }
        }
        List<Change> changes = plant.changes();
        List<Runnable> work = List.of(() -> site.reconcile(plant), () -> site.recorder(plant).record(changes),
                () -> site.reconcile(plant), () -> site.recorder(plant).record(changes));

        Parallel.forEach(work, (worker, run) -> run.run());
        site.reconcile(plant);

        assertEquals(changes.size(), plant.eventsWithoutGaps());
        assertEquals(List.of(), plant.findings());
        WaveTally tally = ReconcilerSite.tallies(plant, rollout).wave(0);
        assertEquals(12, tally.healthy());
        assertEquals(4, tally.rolledBackEver());
        assertEquals(4, tally.excluded());
        assertEquals(0, ReconcilerSite.repairs(site.reconcile(plant)));
    }

    @Test
    @DisplayName("[R32] whatever a stream loses, tallies equal a recount and the chain verifies after one run")
    void repairsAnyLoss() {
        for (int seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            Plant plant = new Plant(6);
            RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
            int healthy = 0;
            int failed = 0;
            int excluded = 0;
            for (int i = 0; i < 6; i++) {
                String device = "d" + i;
                for (int n = random.nextInt(3); n > 0; n--) {
                    plant.report(rollout, device, n % 2 == 0 ? WorkState.DOWNLOADING : WorkState.VERIFYING);
                }
                WorkState end = random.nextBoolean() ? WorkState.HEALTHY : WorkState.FAILED;
                plant.report(rollout, device, end);
                boolean gone = random.nextInt(3) == 0;
                if (gone) {
                    plant.exclude(rollout, device);
                }
                healthy += !gone && end == WorkState.HEALTHY ? 1 : 0;
                failed += !gone && end == WorkState.FAILED ? 1 : 0;
                excluded += gone ? 1 : 0;
            }
            Recorder recorder = site.recorder(plant);
            List<Change> changes = plant.changes();
            for (Change change : changes) {
                if (random.nextInt(3) > 0) {
                    recorder.record(List.of(change));
                }
            }

            JsonNode report = site.reconcile(plant);

            assertEquals(List.of(), plant.findings(), "seed " + seed);
            assertEquals(changes.size(), plant.eventsWithoutGaps(), "seed " + seed);
            WaveTally tally = ReconcilerSite.tallies(plant, rollout).wave(0);
            assertEquals(List.of(healthy, failed, excluded), List.of(tally.healthy(), tally.failedEver(), tally.excluded()),
                    "seed " + seed);
            assertEquals(0, report.path("tallies_corrected").asInt(), "seed " + seed + ": " + report);
            for (Change change : changes) {
                assertEquals(Optional.empty(), recorder.record(List.of(change)).firstUnprocessed(),
                        "seed " + seed + ": " + change);
            }
            assertEquals(tally, ReconcilerSite.tallies(plant, rollout).wave(0), "seed " + seed);
        }
    }

    @Test
    @DisplayName("[R34] a run that has no time for all goes on where it stopped")
    void goesOnWhereItStopped() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
        plant.report(rollout, "d1", WorkState.HEALTHY);
        int written = plant.changes().size();
        Reconciler reconciler = ReconcileHandler.reconciler(plant.table(), plant.log(), plant.chain(),
                new FleetStore(plant.table()), ReconcilerSite.noReactions(), plant.clock());
        ReconcileReport report = new ReconcileReport();
        List<String> places = new ArrayList<>();
        Reconciler.Task noTime = new Reconciler.Task(Plant.FLEET,
                new Settled(Plant.NOW, Plant.NOW, (subject, revision) -> false), Instant.MIN, 1_000);

        for (Optional<ReconcilePlace> place = Optional.of(ReconcilePlace.START); place.isPresent(); ) {
            places.add(place.get().toString());
            place = reconciler.run(noTime, ReconcilePlace.parse(place.get().toString()), report);
        }

        assertEquals("fleet:", places.getFirst());
        assertEquals("tallies:" + rollout.id(), places.getLast());
        assertEquals(7, places.size(), places.toString());
        assertEquals(written, plant.eventsWithoutGaps());
        assertEquals(1, ReconcilerSite.tallies(plant, rollout).wave(0).healthy());
    }

    @Test
    @DisplayName("[R35] wrong requests are refused")
    void refusesWrongRequests() {
        Plant plant = new Plant(1);
        Api api = site.api(plant);
        assertEquals(404, api.call("POST /fleets/{fleet=none}/reconcile", "{}").status());
        assertEquals(400, api.call("POST /fleets/{fleet=plant}/reconcile", "{\"all\":true}").status());
        assertEquals(400, api.call("POST /fleets/{fleet=plant}/reconcile", "{\"older_than_s\":-1}").status());
        assertEquals("lost_after_s must be from 0 to 604800, found 604801",
                api.call("POST /fleets/{fleet=plant}/reconcile", "{\"lost_after_s\":604801}").error());
        assertEquals(400, api.call("POST /fleets/{fleet=plant}/reconcile", "{\"after\":\"somewhere\"}").status());
    }
}
