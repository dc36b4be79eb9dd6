package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.table.Tampering;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Items that are behind their own record: their table was restored, or somebody wrote to it by hand. */
class ItemsBehindTest {

    private final ReconcilerSite site = new ReconcilerSite();
    private final Plant plant = new Plant(3);
    private final RolloutRef rollout = plant.rollOut(ReconcilerSite.ALL_AT_ONCE);
    private final Tampering tampering = new Tampering(plant.table());

    @Test
    @DisplayName("[R32] an item that is gone or below its record is named, because its next events would be dropped")
    void namesItemsBehindTheirRecord() {
        plant.report(rollout, "d0", WorkState.DOWNLOADING);
        plant.report(rollout, "d0", WorkState.APPLYING);
        plant.report(rollout, "d1", WorkState.HEALTHY);
        plant.recordAll();
        String work = "/ROLLOUT#" + rollout.id();
        tampering.setRevision("DEVICE#plant#d0" + work, 1);
        tampering.remove("DEVICE#plant#d1" + work);
        tampering.remove("FLEET#plant/ARTIFACT#vision#1.0.0");

        JsonNode report = site.reconcile(plant);

        assertEquals(List.of(
                "subject DEVICE#plant#d0" + work + " is at revision 1, but has revision 2 on record",
                "subject DEVICE#plant#d1" + work + " has no item, but revision 1 on record",
                "subject FLEET#plant/ARTIFACT#vision#1.0.0 has no item, but revision 2 on record"), lines(report));
        assertEquals(3, report.path("items_behind").asInt());
        assertEquals(0, report.path("reconciled").asInt() + report.path("lost").asInt());
    }

    @Test
    @DisplayName("[R32] a corrected tally is on record without an item of its own, and is not missed")
    void missesNoTally() {
        plant.report(rollout, "d0", WorkState.HEALTHY);
        plant.recordAll();
        plant.spoilTally(rollout, 0, "d0", "healthy", 3);
        assertEquals(1, site.reconcile(plant).path("tallies_corrected").asInt());

        assertEquals(List.of(), lines(site.reconcile(plant)));
    }

    @Test
    @DisplayName("[R32] an item that is written and recorded while it is compared is not called behind")
    void passesWhatMovesMeanwhile() {
        List<Runnable> work = List.of(() -> IntStream.range(0, 12).forEach(n -> {
            plant.report(rollout, "d0", n % 2 == 0 ? WorkState.DOWNLOADING : WorkState.VERIFYING);
            site.recorder(plant).record(plant.changes());
        }), () -> IntStream.range(0, 2).forEach(n ->
                assertEquals(List.of(), lines(site.reconcile(plant, Duration.ZERO, "{}")))));

        Parallel.forEach(work, (worker, run) -> run.run());

        assertEquals(List.of(), plant.findings());
    }

    /** Devices are compared at the same time, so the report is in no order. */
    private static List<String> lines(JsonNode report) {
        return IntStream.range(0, report.path("unresolved").size())
                .mapToObj(n -> report.path("unresolved").get(n).asText()).sorted().toList();
    }
}
