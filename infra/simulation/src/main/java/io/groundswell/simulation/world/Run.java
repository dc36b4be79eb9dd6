package io.groundswell.simulation.world;

import io.groundswell.simulation.check.DeviceAnswers;
import io.groundswell.simulation.check.Judge;
import io.groundswell.simulation.check.Ledger;
import io.groundswell.simulation.check.OperatorAnswers;
import io.groundswell.simulation.check.Violation;
import io.groundswell.simulation.cloud.Blueprint;
import io.groundswell.simulation.cloud.Chance;
import io.groundswell.simulation.cloud.Cloud;
import io.groundswell.simulation.cloud.Faults;
import io.groundswell.simulation.cloud.Sightings;
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
    /** Longer than the sweep's period: what it tidies up is tidy then. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(6);
    private static final long MOST_INVOCATIONS = 100_000;
    private static final int MOST_IN_A_CROWD = 4;
    private static final double HAS_NIGHT = 0.02;

    private final Cloud cloud;
    private final Ledger ledger;
    private final Judge judge;
    private final Chance chance;
    private final Operator operator;
    private final List<Device> devices = new ArrayList<>();
    private long checkedAt = -1;

    /**
     * How a run ended.
     *
     * @param rollouts every rollout and its final state
     * @param sightings what went wrong in it, and what was recorded
     */
    public record Outcome(String rollouts, long invocations, Duration simulated, Sightings sightings) {
    }

    private Run(Blueprint blueprint, long seed, Trace trace) {
        List<Cloud> made = new ArrayList<>();
        ledger = new Ledger(made::getFirst, blueprint.fleetTable(), Scene.FLEET);
        chance = new Chance(seed);
        cloud = new Cloud(blueprint, chance.split(), trace, ledger);
        made.add(cloud);
        judge = new Judge(ledger, cloud);
        operator = new Operator(Scene.FLEET, cloud, new OperatorAnswers(ledger, cloud), chance.split(), this::crowd);
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
        pass(unruly);
        if (chance.hits(HAS_NIGHT)) {
            cloud.meet(faults.overnight());
            devices.forEach(Device::sleep);
            operator.sleep(true);
            pass(NIGHT);
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
        return end();
    }

    private Outcome end() {
        operator.meddleWithTheFinished();
        pass(AFTERWARDS);
        passUntil(cloud.time().now().plus(PATIENCE), this::isOver);
        judge.atRest();
        judge.atTheEnd();
        Sightings sightings = new Sightings();
        sightings.addAll(cloud.sightings());
        sightings.addAll(ledger.sightings());
        return new Outcome(judge.outcome(), cloud.invocations(), Duration.between(Cloud.START, cloud.time().now()),
                sightings);
    }

    private void prepare(long seed, Duration unruly) {
        Scene scene = new Scene(seed, chance.split(), cloud.undisturbed());
        List<String> names = scene.found();
        cloud.tables().index();
        DeviceAnswers answers = new DeviceAnswers(ledger, cloud);
        double failing = chance.oneOf(List.of(0.0, 0.05, 0.15, 0.4));
        names.forEach(name -> devices.add(new Device(name, Certificates.of(Scene.FLEET, name).pem(), cloud, answers,
                chance.split(), failing, operator.created())));
        scene.announce(names, operator, unruly);
        devices.forEach(Device::start);
        cloud.meanwhile(this::bustle);
        operator.start();
    }

    private void crowd() {
        devices.stream().filter(device -> chance.hits(0.5)).limit(MOST_IN_A_CROWD).forEach(Device::callAtOnce);
    }

    private void bustle() {
        if (chance.hits(0.5)) {
            crowd();
        } else {
            operator.actAtOnce();
        }
    }

    private boolean isOver() {
        return cloud.isAtRest() && !operator.isBusy() && judge.isOver();
    }

    private void pass(Duration span) {
        passUntil(cloud.time().now().plus(span), () -> false);
    }

    /** Lets events happen until this moment or until enough has; whether enough has. */
    private boolean passUntil(Instant end, BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            if (!cloud.time().stepUntil(end)) {
                return false;
            }
            if (cloud.invocations() > MOST_INVOCATIONS) {
                throw new Violation("[R23] functions were invoked " + MOST_INVOCATIONS + " times and go on: "
                        + judge.outcome());
            }
            if (cloud.isAtRest() && cloud.time().workDone() != checkedAt) {
                checkedAt = cloud.time().workDone();
                judge.atRest();
            }
        }
        return true;
    }
}
