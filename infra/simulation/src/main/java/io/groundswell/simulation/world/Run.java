package io.groundswell.simulation.world;

import io.groundswell.simulation.check.Judge;
import io.groundswell.simulation.check.Ledger;
import io.groundswell.simulation.check.Violation;
import io.groundswell.simulation.cloud.Blueprint;
import io.groundswell.simulation.cloud.Chance;
import io.groundswell.simulation.cloud.Cloud;
import io.groundswell.simulation.cloud.Faults;
import io.groundswell.simulation.cloud.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One run: a time in which anything may happen, then one in which everybody does what they should.
 *
 * <p>Whenever nothing is under way the rules of rest are checked; in the second time everything must come to its end.
 */
public final class Run {

    private static final Duration SHORTEST = Duration.ofMinutes(4);
    private static final Duration LONGEST = Duration.ofMinutes(16);
    private static final Duration NIGHT = Duration.ofHours(26);
    private static final Duration PATIENCE = Duration.ofHours(12);
    private static final Duration AFTERWARDS = Duration.ofMinutes(2);
    private static final double HAS_NIGHT = 0.02;

    private final Cloud cloud;
    private final Judge judge;
    private final Chance chance;
    private final Operator operator;
    private final List<Device> devices = new ArrayList<>();
    private long checkedAt = -1;

    /**
     * How a run ended.
     *
     * @param rollouts every rollout and its final state
     */
    public record Outcome(String rollouts, long invocations, Duration simulated) {
    }

    private Run(Blueprint blueprint, long seed, Trace trace) {
        List<Cloud> made = new ArrayList<>();
        Ledger ledger = new Ledger(() -> made.getFirst().tables(), blueprint.fleetTable());
        chance = new Chance(seed);
        cloud = new Cloud(blueprint, chance.split(), trace, ledger);
        made.add(cloud);
        judge = new Judge(ledger, cloud);
        operator = new Operator(Scene.FLEET, cloud, judge, chance.split());
    }

    /**
     * Carries out the run of a seed; the same seed is the same run.
     *
     * @throws Violation when the run breaks a rule
     */
    public static Outcome of(Blueprint blueprint, long seed, Trace trace) {
        return new Run(blueprint, seed, trace).play(seed);
    }

    private Outcome play(long seed) {
        Duration unruly = chance.between(SHORTEST, LONGEST);
        prepare(seed, unruly);
        Faults faults = Faults.draw(chance);
        cloud.meet(faults);
        passUntil(cloud.time().now().plus(unruly), () -> false);
        if (chance.hits(HAS_NIGHT)) {
            devices.forEach(Device::sleep);
            operator.sleep(true);
            passUntil(cloud.time().now().plus(NIGHT), () -> false);
            operator.sleep(false);
        }
        cloud.trace(() -> "from now on everything works and everybody does what they should");
        cloud.meet(Faults.none(faults.otherwise()));
        devices.forEach(Device::calmDown);
        operator.calmDown();
        if (!passUntil(cloud.time().now().plus(PATIENCE), this::isOver)) {
            throw new Violation("[R23] every device reported and everybody acted, but after " + PATIENCE.toHours()
                    + " hours not every rollout is final: " + judge.outcome());
        }
        operator.meddleWithTheFinished();
        passUntil(cloud.time().now().plus(AFTERWARDS), () -> false);
        passUntil(cloud.time().now().plus(PATIENCE), this::isOver);
        judge.atRest();
        return new Outcome(judge.outcome(), cloud.invocations(), Duration.between(Cloud.START, cloud.time().now()));
    }

    private void prepare(long seed, Duration unruly) {
        Scene scene = new Scene(seed, chance.split(), cloud.undisturbed());
        List<String> names = scene.found();
        double failing = chance.oneOf(List.of(0.0, 0.05, 0.15, 0.4));
        names.forEach(name -> devices.add(new Device(name, Certificates.of(Scene.FLEET, name).pem(), cloud, judge,
                chance.split(), failing, operator.created())));
        scene.announce(names, operator, unruly);
        devices.forEach(Device::start);
        operator.start();
    }

    private boolean isOver() {
        return cloud.isAtRest() && !operator.isBusy() && judge.isOver();
    }

    /** Lets events happen until this moment or until enough has; whether enough has. */
    private boolean passUntil(Instant end, BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            if (!cloud.time().stepUntil(end)) {
                return false;
            }
            if (cloud.isAtRest() && cloud.time().workDone() != checkedAt) {
                checkedAt = cloud.time().workDone();
                judge.atRest();
            }
        }
        return true;
    }
}
