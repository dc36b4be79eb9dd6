package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.domain.rollout.WaveTally;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.GivenUp;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.FakeS3;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private static final String ALL_AT_ONCE = "{\"max_failure_rate\":0.9}";

    private final ConcurrentLinkedQueue<String> reactions = new ConcurrentLinkedQueue<>();
    private final FakeS3 s3 = new FakeS3();

    @Test
    @DisplayName("[R32] what a stream outage lost is appended: exact where the item still knows, told as lost where not")
    void appendsWhatTheStreamLost() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.APPLYING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.report(rollout, "d1", WorkState.FAILED);
        plant.report(rollout, "d2", WorkState.DOWNLOADING);
        int written = plant.changes().size();
        assertEquals(0, plant.chains().size());

        JsonNode report = reconcile(plant);

        assertEquals(written, plant.eventsWithoutGaps());
        assertEquals(List.of(), plant.findings());
        assertEquals(written, report.path("reconciled").asInt() + report.path("lost").asInt());
        WaveTally tally = tallies(plant, rollout).wave(0);
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
        assertTrue(reactions.contains("start " + rollout.id()) && reactions.contains("wake " + rollout.id()));
    }

    @Test
    @DisplayName("[R32] a fleet that lacks nothing is left as it is, and a second run repairs nothing more")
    void leavesWhatIsWhole() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.recordAll();
        long events = plant.eventsWithoutGaps();

        JsonNode report = reconcile(plant);

        assertEquals(0, repairs(report), report.toString());
        assertEquals(4, report.path("tallies_recounted").asInt());
        assertEquals(events, plant.eventsWithoutGaps());
        assertEquals(List.of(), List.copyOf(reactions));
    }

    @Test
    @DisplayName("[R32] what is fresh is the stream's business, unless later revisions are on record")
    void leavesWhatIsFresh() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d1", WorkState.DOWNLOADING);
        plant.report(rollout, "d1", WorkState.HEALTHY);
        List<Change> changes = plant.changes();
        recorder(plant).record(changes.subList(2, 3));

        JsonNode report = reconcile(plant, 3_600);

        assertEquals(1, report.path("pending").asInt());
        assertEquals(1, report.path("lost").asInt());
        assertEquals(1, tallies(plant, rollout).wave(0).healthy());
        recorder(plant).record(changes);
        assertEquals(List.of(), plant.findings());
        assertEquals(1, tallies(plant, rollout).wave(0).healthy());
    }

    @Test
    @DisplayName("[R32] a lost revision between two on record moves the tally by what it missed")
    void closesGapsInTheMiddle() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.APPLYING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.exclude(rollout, "d0");
        List<Change> changes = plant.changes();
        recorder(plant).record(List.of(changes.get(0), changes.get(2)));
        assertEquals(-1, tallies(plant, rollout).wave(0).healthy());
        assertFalse(plant.findings().isEmpty());

        reconcile(plant);

        assertEquals(List.of(), plant.findings());
        assertEquals(0, tallies(plant, rollout).wave(0).healthy());
        assertEquals(1, tallies(plant, rollout).wave(0).excluded());
    }

    @Test
    @DisplayName("[R32] reconcilers and recorders that work at the same time count every revision once")
    void agreesWithRecorders() {
        Plant plant = new Plant(20);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        for (int i = 0; i < 20; i++) {
            plant.report(rollout, "d" + i, WorkState.DOWNLOADING);
            plant.report(rollout, "d" + i, WorkState.APPLYING);
            plant.report(rollout, "d" + i, i % 4 == 0 ? WorkState.ROLLED_BACK : WorkState.HEALTHY);
            if (i % 5 == 0) {
                plant.exclude(rollout, "d" + i);
            }
        }
        List<Change> changes = plant.changes();
        List<Runnable> work = List.of(() -> reconcile(plant), () -> recorder(plant).record(changes),
                () -> reconcile(plant), () -> recorder(plant).record(changes));

        Parallel.forEach(work, (worker, run) -> run.run());
        reconcile(plant);

        assertEquals(changes.size(), plant.eventsWithoutGaps());
        assertEquals(List.of(), plant.findings());
        WaveTally tally = tallies(plant, rollout).wave(0);
        assertEquals(12, tally.healthy());
        assertEquals(4, tally.rolledBackEver());
        assertEquals(4, tally.excluded());
        assertEquals(0, repairs(reconcile(plant)));
    }

    @Test
    @DisplayName("[R32] whatever a stream loses, tallies equal a recount and the chain verifies after one run")
    void repairsAnyLoss() {
        for (int seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            Plant plant = new Plant(6);
            RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
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
            Recorder recorder = recorder(plant);
            List<Change> changes = plant.changes();
            for (Change change : changes) {
                if (random.nextInt(3) > 0) {
                    recorder.record(List.of(change));
                }
            }

            JsonNode report = reconcile(plant);

            assertEquals(List.of(), plant.findings(), "seed " + seed);
            assertEquals(changes.size(), plant.eventsWithoutGaps(), "seed " + seed);
            WaveTally tally = tallies(plant, rollout).wave(0);
            assertEquals(List.of(healthy, failed, excluded), List.of(tally.healthy(), tally.failedEver(), tally.excluded()),
                    "seed " + seed);
            assertEquals(0, report.path("tallies_corrected").asInt(), "seed " + seed + ": " + report);
            changes.forEach(change -> recorder.record(List.of(change)));
            assertEquals(tally, tallies(plant, rollout).wave(0), "seed " + seed);
        }
    }

    @Test
    @DisplayName("[R21] [R32] a failure that was found late counts under the epoch it is recorded in, and leaves it later")
    void countsLateFailuresInTheirEpoch() {
        Plant plant = new Plant(4);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.FAILED);
        plant.changes();
        reconcile(plant);
        assertEquals(Map.of(0, 1), tallies(plant, rollout).wave(0).failed());

        plant.exclude(rollout, "d0");
        recorder(plant).record(plant.changes());

        assertEquals(0, tallies(plant, rollout).wave(0).failedEver());
        assertEquals(1, tallies(plant, rollout).wave(0).excluded());
    }

    @Test
    @DisplayName("[R32] a tally that differs from its devices is corrected once, with evidence, while others count on")
    void correctsTallies() {
        Plant plant = new Plant(20);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        for (int i = 0; i < 10; i++) {
            plant.report(rollout, "d" + i, WorkState.HEALTHY);
        }
        plant.recordAll();
        plant.spoilTally(rollout, 0, "d0", "healthy", 3);
        plant.spoilTally(rollout, 0, "d0", "failed_0", 1);
        for (int i = 10; i < 20; i++) {
            plant.report(rollout, "d" + i, WorkState.HEALTHY);
        }
        List<Change> changes = plant.changes();
        List<Runnable> work = List.of(() -> reconcile(plant, 3_600), () -> reconcile(plant, 3_600),
                () -> changes.forEach(change -> recorder(plant).record(List.of(change))));

        Parallel.forEach(work, (worker, run) -> run.run());

        assertEquals(20, tallies(plant, rollout).wave(0).healthy());
        assertEquals(0, tallies(plant, rollout).wave(0).failedEver());
        assertEquals(List.of(), plant.findings());
        assertEquals(1, plant.events().stream().filter(event -> event.type().equals("tally.corrected")).count());
        assertTrue(reactions.contains("wake " + rollout.id()));
        assertEquals(0, repairs(reconcile(plant)));
    }

    @Test
    @DisplayName("[R32] records that were given up are replayed exactly and their object is removed; poison stays alone")
    void replaysFailedBatches() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.recordAll();
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.HEALTHY);
        List<Change> lost = plant.changes();
        give(lost.stream().map(GivenUp::record).toList(), "whole");
        give(List.of(GivenUp.record(lost.getFirst()), Map.of("dynamodb", Map.of("SequenceNumber", "1"))), "poison");
        ReconcileReport report = new ReconcileReport();

        failed(plant).replay(Optional.of("other"), Instant.MAX, report);
        assertEquals(0, report.repairs());
        failed(plant).replay(Optional.empty(), Instant.MAX, report);

        assertEquals(Set.of("poison"), s3.keys());
        assertEquals(1, tallies(plant, rollout).wave(0).healthy());
        assertEquals(List.of(), plant.findings());
        assertEquals("[\"failure bucket: a record in poison cannot be read; the log says why\"]",
                Json.read(Json.write(report.toJson())).path("unresolved").toString());
        assertTrue(plant.events().stream().filter(event -> event.subject().contains("#d0/ROLLOUT#"))
                .allMatch(event -> event.type().equals("device.reported") && event.isReconciled()));
        assertTrue(reactions.contains("wake " + rollout.id()));
    }

    @Test
    @DisplayName("[R34] a run that has no time for all goes on where it stopped")
    void goesOnWhereItStopped() {
        Plant plant = new Plant(3);
        RolloutRef rollout = plant.rollOut(ALL_AT_ONCE);
        plant.report(rollout, "d1", WorkState.HEALTHY);
        int written = plant.changes().size();
        Reconciler reconciler = ReconcileHandler.reconciler(plant.table(), plant.log(), plant.chain(),
                new FleetStore(plant.table()), noReactions(), plant.clock());
        ReconcileReport report = new ReconcileReport();
        List<String> places = new ArrayList<>();
        Reconciler.Task noTime = new Reconciler.Task(Plant.FLEET, Plant.NOW, Instant.MIN, 1_000);

        for (Optional<ReconcilePlace> place = Optional.of(ReconcilePlace.START); place.isPresent(); ) {
            places.add(place.get().toString());
            place = reconciler.run(noTime, ReconcilePlace.parse(place.get().toString()), report);
        }

        assertEquals("fleet:", places.getFirst());
        assertEquals("tallies:" + rollout.id(), places.getLast());
        assertEquals(7, places.size(), places.toString());
        assertEquals(written, plant.eventsWithoutGaps());
        assertEquals(1, tallies(plant, rollout).wave(0).healthy());
    }

    @Test
    @DisplayName("[R35] wrong requests are refused")
    void refusesWrongRequests() {
        Plant plant = new Plant(1);
        Api api = api(plant);
        assertEquals(404, api.call("POST /fleets/{fleet=none}/reconcile", "{}").status());
        assertEquals(400, api.call("POST /fleets/{fleet=plant}/reconcile", "{\"all\":true}").status());
        assertEquals(400, api.call("POST /fleets/{fleet=plant}/reconcile", "{\"older_than_s\":-1}").status());
        assertEquals(400, api.call("POST /fleets/{fleet=plant}/reconcile", "{\"after\":\"somewhere\"}").status());
    }

    private JsonNode reconcile(Plant plant) {
        return reconcile(plant, 0);
    }

    private JsonNode reconcile(Plant plant, int olderThanS) {
        Api.Answer answer = api(plant).call("POST /fleets/{fleet=plant}/reconcile", "{\"older_than_s\":" + olderThanS + "}");
        assertEquals(200, answer.status(), answer.body().toString());
        assertFalse(answer.body().has("next_token"), "a plant is small");
        return answer.body();
    }

    private static int repairs(JsonNode report) {
        return report.path("reconciled").asInt() + report.path("lost").asInt() + report.path("replayed").asInt()
                + report.path("tallies_corrected").asInt();
    }

    private static Tallies tallies(Plant plant, RolloutRef rollout) {
        return plant.rollouts().tallies(plant.rollout(rollout));
    }

    private Api api(Plant plant) {
        FleetStore fleets = new FleetStore(plant.table());
        Reconciler reconciler = ReconcileHandler.reconciler(plant.table(), plant.log(), plant.chain(), fleets,
                reactions(), plant.clock());
        return Api.of(new ReconcileRoutes(fleets, reconciler, failed(plant), Duration.ofMinutes(15), plant.clock()).routes());
    }

    private FailedBatches failed(Plant plant) {
        return new FailedBatches(new KeptObjects(s3, "failures"), recorder(plant), plant.clock());
    }

    private void give(List<Map<String, Object>> records, String key) {
        String payload = new String(Json.write(Map.of("Records", records)), StandardCharsets.UTF_8);
        s3.upload(key, Json.write(Map.of("version", "1.0", "payload", payload)), null);
    }

    private Recorder recorder(Plant plant) {
        return new Recorder(plant.chain(), Plant::lanes, reactions());
    }

    private Recorder.Reactions reactions() {
        return new Recorder.Reactions(device -> { }, ref -> reactions.add("start " + ref.id()),
                ref -> reactions.add("wake " + ref.id()));
    }

    private static Recorder.Reactions noReactions() {
        return new Recorder.Reactions(device -> { }, ref -> { }, ref -> { });
    }
}
