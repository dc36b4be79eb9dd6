package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.rollout.Simulation.Observation;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Any rollout, any sequence of reports, decommissions, operator calls and workflow steps. */
class ProgressProperties {

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R18] every decision is the one that a naive recount of the devices gives")
    void decidesAsARecountWould(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        eachDecision(rollout, steps, seen -> assertEquals(seen.recount().decision(seen.before()),
                words(seen.decision().orElseThrow())));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R32] the tallies that gate a wave always equal a recount of what is on record")
    void talliesEqualARecount(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        Simulation simulation = new Simulation(rollout).run(steps);
        for (Wave wave : rollout.waves()) {
            WaveTally tally = simulation.tallies().wave(wave.index());
            List<Recount.Device> devices = simulation.recount().devices().stream()
                    .filter(device -> device.wave() == wave.index()).toList();
            assertEquals(devices.stream().filter(Recount.Device::isHealthy).count(), tally.healthy());
            assertEquals(devices.stream().filter(d -> d.state() == WorkState.FAILED).count(), tally.failedEver());
            assertEquals(devices.stream().filter(d -> d.state() == WorkState.ROLLED_BACK).count(),
                    tally.rolledBackEver());
            assertEquals(devices.stream().filter(d -> !d.isLive()).count(), tally.excluded());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R19] no wave ever opens beyond the tolerance, nor before the wave before it is complete")
    void neverOpensBeyondTheTolerance(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        eachOpening(rollout, steps, seen -> {
            assertFalse(seen.recount().exceedsTolerance(seen.before().openWave()));
            assertTrue(seen.recount().isComplete(seen.before().openWave()));
            assertNotEquals(RolloutStatus.HALTED, seen.before().status());
            assertEquals(seen.before().openWave() + 1, seen.after().openWave());
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R20] a manual wave never opens without an approval given after the last halt")
    void neverOpensAManualWaveUnapproved(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        eachOpening(rollout, steps, seen -> {
            Wave wave = seen.after().waves().get(seen.after().openWave());
            assertTrue(wave.approval() == Approval.AUTO || seen.recount().approved().contains(wave.index()));
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R21] a resume never hides a new failure, whoever is decommissioned: the unacknowledged are always counted")
    void resumeNeverHidesANewFailure(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        for (Observation seen : new Simulation(rollout).run(steps).log()) {
            Halt standing = Progress.standing(seen.before(), seen.tallies(), "any");
            assertEquals(seen.recount().newFailures(seen.before().openWave()), standing.failures());
            assertEquals(seen.recount().live(seen.before().openWave()), standing.devices());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R23] a final status is never left, the open wave and the split never go back")
    void neverLeavesAFinalStatus(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        for (Observation seen : new Simulation(rollout).run(steps).log()) {
            if (seen.before().isFinal()) {
                assertEquals(seen.before().status(), seen.after().status());
                assertEquals(seen.before().openWave(), seen.after().openWave());
            }
            assertTrue(seen.after().openWave() >= seen.before().openWave());
            assertTrue(seen.after().epoch() >= seen.before().epoch());
            assertEquals(rollout.waves().stream().map(Wave::bound).toList(),
                    seen.after().waves().stream().map(Wave::bound).toList());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R18] once halted, nothing but finishing happens by itself")
    void haltedHoldsStill(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        eachDecision(rollout, steps, seen -> assertTrue(seen.before().status() != RolloutStatus.HALTED
                || seen.after().equals(seen.before()) || seen.recount().isFinished()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(onFailureOnly = true)
    @Label("[R23] whatever happened, once every live device is terminal the next decision finishes, as a recount says")
    void alwaysFinishes(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps,
            @ForAll("ends") WorkState end) {
        Simulation simulation = new Simulation(rollout).run(steps).settle(end);
        RolloutStatus status = simulation.rollout().status();
        assertTrue(status.isFinal(), () -> "never ended: " + simulation.rollout());
        simulation.log().stream().filter(seen -> !seen.before().isFinal() && seen.after().isFinal())
                .filter(seen -> seen.after().status() != RolloutStatus.ABORTED).forEach(seen -> {
                    assertTrue(seen.recount().isFinished());
                    assertEquals(seen.recount().outcome(), seen.after().status().word());
                });
        Statistics.label("ends as").collect(status).coverage(coverage -> {
            coverage.check(RolloutStatus.SUCCEEDED).percentage(share -> share >= 2);
            coverage.check(RolloutStatus.FAILED).percentage(share -> share >= 2);
            coverage.check(RolloutStatus.ABORTED).percentage(share -> share >= 2);
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R25] deciding and acting once more, with nothing new on record, comes to rest")
    void actingComesToRest(@ForAll("rollouts") Rollout rollout, @ForAll("steps") List<Step> steps) {
        Simulation simulation = new Simulation(rollout).run(steps);
        Rollout current = simulation.rollout();
        for (int i = 0; i <= rollout.waves().size() + 1; i++) {
            current = Act.on(current, Progress.decide(current, simulation.tallies())).rollout();
        }
        assertEquals(new Decision.KeepWaiting(), Progress.decide(current, simulation.tallies()));
    }

    @Provide
    Arbitrary<Rollout> rollouts() {
        Arbitrary<Integer> first = Arbitraries.integers().between(1, 4);
        Arbitrary<List<Integer>> rest = Arbitraries.integers().between(0, 4).list().ofMaxSize(3);
        Arbitrary<List<Boolean>> manual = Arbitraries.of(true, false, false).list().ofSize(4);
        Arbitrary<BigDecimal> tolerance = Arbitraries.of("0", "0.05", "0.25", "0.333333", "0.5", "0.999999")
                .map(BigDecimal::new);
        return Combinators.combine(first, rest, manual, tolerance).as(ProgressProperties::rollout);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> device = Arbitraries.integers().between(0, 15);
        Arbitrary<WorkState> state = Arbitraries.frequency(Tuple.of(6, WorkState.HEALTHY),
                Tuple.of(1, WorkState.FAILED), Tuple.of(1, WorkState.ROLLED_BACK), Tuple.of(1, WorkState.DOWNLOADING), Tuple.of(1, WorkState.APPLYING),
                Tuple.of(1, WorkState.REVERTED), Tuple.of(1, WorkState.REVERT_SKIPPED));
        return Arbitraries.<Step>frequencyOf(
                Tuple.of(40, Combinators.combine(device, state).as(Step.Report::new)),
                Tuple.of(25, Arbitraries.just(new Step.Advance())),
                Tuple.of(5, device.map(Step.Retire::new)),
                Tuple.of(8, Arbitraries.integers().between(-1, 4).map(Step.Approve::new)),
                Tuple.of(3, Arbitraries.just(new Step.Halt())),
                Tuple.of(8, Arbitraries.just(new Step.Resume())),
                Tuple.of(2, Arbitraries.of(AbortPolicy.class).map(Step.Abort::new))).list().ofMaxSize(60);
    }

    @Provide
    Arbitrary<WorkState> ends() {
        return Arbitraries.of(WorkState.HEALTHY, WorkState.FAILED, WorkState.ROLLED_BACK);
    }

    private static Rollout rollout(int first, List<Integer> rest, List<Boolean> manual, BigDecimal tolerance) {
        int[] sizes = new int[rest.size() + 1];
        sizes[0] = first;
        for (int i = 0; i < rest.size(); i++) {
            sizes[i + 1] = rest.get(i);
        }
        Rollouts rollout = Rollouts.ofWaves(sizes).tolerating(tolerance.toPlainString()).created();
        for (int i = 0; i < sizes.length; i++) {
            if (manual.get(i)) {
                rollout.manual(i);
            }
        }
        return rollout.build();
    }

    private static void eachDecision(Rollout rollout, List<Step> steps, Consumer<Observation> check) {
        new Simulation(rollout).run(steps).settle(WorkState.HEALTHY).log().stream()
                .filter(seen -> seen.decision().isPresent()).forEach(check);
    }

    private static void eachOpening(Rollout rollout, List<Step> steps, Consumer<Observation> check) {
        new Simulation(rollout).run(steps).settle(WorkState.HEALTHY).log().stream()
                .filter(seen -> seen.after().openWave() > seen.before().openWave()).forEach(check);
    }

    private static String words(Decision decision) {
        return switch (decision) {
            case Decision.KeepWaiting() -> "wait";
            case Decision.OpenWave(int wave) -> "open " + wave;
            case Decision.AwaitApproval(int wave) -> "ask " + wave;
            case Decision.HaltRollout(Halt halt) -> "halt " + halt.failures() + " of " + halt.devices();
            case Decision.Finish(RolloutStatus outcome) -> "finish " + outcome.word();
        };
    }
}
