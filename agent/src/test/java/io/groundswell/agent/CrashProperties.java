package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.agent.update.Applier;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CrashProperties {

    /** Dies right after the change that a countdown reaches; the change itself took place. */
    private static final class Dying implements Applier {

        private final Applier applier;
        private int changesLeft;

        Dying(Applier applier, int changesLeft) {
            this.applier = applier;
            this.changesLeft = changesLeft;
        }

        @Override
        public List<Installed> installed() {
            return applier.installed();
        }

        @Override
        public Optional<Installed> previous(String artifact) {
            return applier.previous(artifact);
        }

        @Override
        public Optional<String> installer(String artifact) {
            return applier.installer(artifact);
        }

        @Override
        public void apply(String rollout, Update update) {
            applier.apply(rollout, update);
            die();
        }

        @Override
        public void restore(String artifact, Optional<Installed> version) {
            applier.restore(artifact, version);
            die();
        }

        private void die() {
            if (changesLeft-- == 0) {
                throw new IllegalStateException("the power is gone");
            }
        }
    }

    @Property(tries = 400)
    @Label("[R30] a crash at any tick and in any change ends on the version that is reported")
    void endsOnTheReportedVersion(@ForAll @Size(max = 6) List<@IntRange(max = 12) Integer> crashesAfterTicks,
            @ForAll @IntRange(max = 3) int dyingChange, @ForAll boolean healthy, @ForAll boolean reverted) {
        Bench bench = new Bench();
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(30));
        bench.applier = new Dying(bench.versions, dyingChange);
        bench.restart();
        bench.probing = probe -> healthy ? Outcome.HEALTHY : Outcome.UNHEALTHY;
        bench.assign("r2", "app", "2");
        crash(bench, crashesAfterTicks);
        runOut(bench);
        if (healthy && reverted) {
            bench.assignRevert("r2", "app", "2");
            crash(bench, crashesAfterTicks);
            runOut(bench);
        }
        String expectedVersion = healthy && !reverted ? "2" : "1";
        String expectedReport = healthy ? reverted ? "r2 reverted" : "r2 healthy" : "r2 rolled_back probe_failed";
        assertEquals(Optional.of(expectedVersion), bench.installed("app"));
        assertEquals(expectedReport, bench.server.reported().getLast());
        assertEquals(Optional.empty(), bench.journal.read());
        assertEquals(Optional.empty(), bench.queue.first());
    }

    private static void crash(Bench bench, List<Integer> crashesAfterTicks) {
        for (int ticks : crashesAfterTicks) {
            for (int i = 0; i < ticks; i++) {
                tick(bench).ifPresent(bench.clock::advance);
            }
            bench.restart();
        }
    }

    private static void runOut(Bench bench) {
        for (int i = 0; i < 60; i++) {
            tick(bench).ifPresent(bench.clock::advance);
        }
    }

    private static Optional<Duration> tick(Bench bench) {
        try {
            return bench.agent.tick();
        } catch (IllegalStateException e) {
            bench.restart();
            return Optional.of(Duration.ZERO);
        }
    }
}
