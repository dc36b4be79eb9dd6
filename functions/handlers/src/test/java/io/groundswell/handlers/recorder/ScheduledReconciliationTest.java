package io.groundswell.handlers.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.ChainWriter;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.Plant;
import io.groundswell.handlers.table.Tampering;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which fleets a scheduled run reaches when its time does not suffice for all. */
class ScheduledReconciliationTest {

    /** Time for the least that a run does: one step of one fleet. */
    private static final Duration ONE_STEP = Duration.ofNanos(1);

    private final LocalTables tables = LocalTables.create();
    private final FleetTable table = tables.fleet();
    private final FleetStore fleets = new FleetStore(table);
    private final TickingClock clock = new TickingClock();

    @BeforeEach
    void found() {
        List.of("a", "b", "c").forEach(new TestDevices(tables)::fleet);
    }

    @Test
    @DisplayName("[R32] a run begins with the fleet that was begun longest ago, so that a large one keeps no other waiting")
    void takesTurns() {
        run(ONE_STEP);
        assertEquals(List.of("rollouts:", "start", "start"), places());
        run(ONE_STEP);
        assertEquals(List.of("rollouts:", "rollouts:", "start"), places());
        run(ONE_STEP);
        assertEquals(List.of("rollouts:", "rollouts:", "rollouts:"), places());
        run(ONE_STEP);
        assertEquals(List.of("devices:", "rollouts:", "rollouts:"), places());

        assertEquals(3, run(Duration.ofHours(1)).get("finished"));
        assertEquals(List.of("start", "start", "start"), places());
    }

    @Test
    @DisplayName("[R32] a fleet that cannot be reconciled is not the first again")
    void putsABrokenFleetBehind() {
        new Tampering(table).setText("FLEET#a/META", "rev", "nonsense");

        assertThrows(IllegalStateException.class, () -> run(ONE_STEP));
        run(ONE_STEP);

        assertEquals(List.of("start", "rollouts:", "start"), places());
    }

    private List<String> places() {
        return List.of("a", "b", "c").stream().map(fleet -> fleets.reconciledUpTo(fleet).orElse("start")).toList();
    }

    private Map<String, Object> run(Duration time) {
        AuditLog log = new AuditLog(table, tables.auditTable());
        ChainWriter chain = new ChainWriter(table, tables.auditTable());
        Recorder.Reactions reactions = ReconcilerSite.noReactions();
        FailedBatches failed = new FailedBatches(new KeptObjects(new FakeS3(), "failures"),
                new Recorder(chain, fleets::lanes, reactions), log, clock);
        Reconciler reconciler = ReconcileHandler.reconciler(table, log, chain, fleets, reactions, clock);
        return new ScheduledReconciliation(fleets, reconciler, failed, ReconcilerSite.GRACE, "stack", clock)
                .run(clock.now.plus(time));
    }

    /** A second passes with every look at it. */
    private static final class TickingClock extends Clock {

        private Instant now = Plant.NOW;

        @Override
        public synchronized Instant instant() {
            Instant seen = now;
            now = now.plusSeconds(1);
            return seen;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("tests are in UTC");
        }
    }
}
