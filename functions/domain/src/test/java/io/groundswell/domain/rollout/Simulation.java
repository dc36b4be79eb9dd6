package io.groundswell.domain.rollout;

import io.groundswell.domain.device.Assignments;
import io.groundswell.domain.device.Contribution;
import io.groundswell.domain.device.ReportVerdict;
import io.groundswell.domain.device.RolloutWork;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.Unauthenticated;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.rollout.Recount.Device;
import io.groundswell.domain.rollout.Transition.Changed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A rollout with its devices, driven step by step through the product's rules, and every step observed.
 *
 * <p>It plays the parts that have no rules of their own: it keeps states, adds changes to tallies, and writes
 * transitions.
 */
final class Simulation {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    /** One step: the rollout before and after it, what was decided if it was the workflow's, and the recount then. */
    record Observation(Step step, Rollout before, Optional<Decision> decision, Rollout after, Recount recount,
            Tallies tallies) {
    }

    private final List<Device> devices = new ArrayList<>();
    private final List<Map<String, Integer>> counters = new ArrayList<>();
    private final Set<Integer> approved = new HashSet<>();
    private final List<Observation> log = new ArrayList<>();
    private final long perMillion;
    private Rollout rollout;

    Simulation(Rollout created) {
        rollout = created;
        perMillion = created.plan().tolerance().rate().movePointRight(6).longValueExact();
        for (Wave wave : created.waves()) {
            counters.add(new HashMap<>());
            for (int i = 0; i < wave.size(); i++) {
                devices.add(new Device(Rollouts.memberIn(wave.index()), wave.index(), WorkState.NONE, 0, 0, false));
            }
        }
    }

    Rollout rollout() {
        return rollout;
    }

    List<Observation> log() {
        return List.copyOf(log);
    }

    Recount recount() {
        return new Recount(devices, perMillion, approved);
    }

    Tallies tallies() {
        return new Tallies(counters.stream().map(Counted::of).toList());
    }

    Simulation run(List<Step> steps) {
        steps.forEach(this::take);
        return this;
    }

    /** Everybody does what is due until nothing changes any more: devices report, operators approve and resume. */
    Simulation settle(WorkState end) {
        int mostSteps = 4 * rollout.waves().size() + 2 * devices.size() + 4;
        for (int i = 0; i < mostSteps && !rollout.isFinal(); i++) {
            take(new Step.Advance());
            take(new Step.Resume());
            take(new Step.Approve(rollout.openWave() + 1));
            for (int device = 0; device < devices.size(); device++) {
                take(new Step.Report(device, end));
            }
        }
        return this;
    }

    private void take(Step step) {
        Rollout before = rollout;
        Recount recount = recount();
        Tallies tallies = tallies();
        Optional<Decision> decision = Optional.empty();
        switch (step) {
            case Step.Report(int device, WorkState state) -> report(device % devices.size(), state);
            case Step.Retire(int device) -> retire(device % devices.size());
            case Step.Advance() -> {
                decision = Optional.of(Progress.decide(rollout, tallies));
                write(Act.on(rollout, decision.get()));
            }
            case Step.Approve(int wave) -> operate(() -> OperatorAction.approve(rollout, wave, "ben"));
            case Step.Halt() -> operate(() -> OperatorAction.halt(rollout, tallies, "by hand"));
            case Step.Resume() -> operate(() -> OperatorAction.resume(rollout));
            case Step.Abort(AbortPolicy policy) ->
                operate(() -> OperatorAction.abort(rollout, policy, NOW, Duration.ofDays(30)));
        }
        log.add(new Observation(step, before, decision, rollout, recount, tallies));
    }

    private void operate(Supplier<Transition> action) {
        Rollout before = rollout;
        try {
            write(action.get());
        } catch (Conflict refusal) {
            rollout = before;
        }
    }

    private void write(Transition transition) {
        if (transition instanceof Changed changed) {
            switch (changed.event()) {
                case "rollout.wave_approved" -> approved.add((Integer) changed.data().get("wave"));
                case "rollout.halted" -> approved.removeIf(wave -> wave > rollout.openWave());
                case "rollout.resumed" -> devices.replaceAll(Simulation::acknowledged);
                default -> { }
            }
        }
        rollout = transition.rollout();
    }

    private void report(int index, WorkState reported) {
        Device device = devices.get(index);
        RolloutWork work = new RolloutWork(rollout, Optional.of(device.member()), device.state());
        if (!Assignments.accepts(work, List.of(work))) {
            return;
        }
        try {
            boolean reversalAsked = rollout.isReverting(NOW);
            if (ReportVerdict.on(device.state(), device.recorded(), reported, reversalAsked) == ReportVerdict.RECORD) {
                put(index, device.member(), reported);
            }
        } catch (Conflict | Unauthenticated refusal) {
            devices.set(index, device);
        }
    }

    private void retire(int index) {
        Membership member = devices.get(index).member();
        put(index, new Membership(member.group(), member.device(), member.position(),
                OptionalLong.of(Rollouts.GROUP_CLOCK + 1)), WorkState.EXCLUDED);
    }

    private void put(int index, Membership member, WorkState state) {
        Device old = devices.get(index);
        int epoch = rollout.epoch();
        Contribution.change(Contribution.of(old.state(), old.epoch()), Contribution.of(state, epoch))
                .forEach((counter, n) -> counters.get(old.wave()).merge(counter, n, Integer::sum));
        devices.set(index, new Device(member, old.wave(), state, epoch, old.recorded() + 1, false));
    }

    private static Device acknowledged(Device device) {
        return device.isFailure() ? new Device(device.member(), device.wave(), device.state(), device.epoch(),
                device.recorded(), true) : device;
    }
}
