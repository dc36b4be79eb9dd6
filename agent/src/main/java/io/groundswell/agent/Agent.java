package io.groundswell.agent;

import io.groundswell.agent.AgentEvent.StateChanged;
import io.groundswell.agent.AgentEvent.Trouble;
import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.connection.CallFailed;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Work;
import io.groundswell.domain.name.ArtifactRef;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One device's agent.
 *
 * <p>Call {@link #tick()} again after the wait that it returns, from one thread at a time. New work begins only when
 * every earlier report is delivered; work that has begun to change the device ends whatever the server says. A step
 * that the disk does not let end is tried again after a pause, like a call that failed: it can be repeated. The device
 * shows life meanwhile: what cannot go on is still there (R9).
 */
public final class Agent {

    private final AgentPorts ports;
    private final AgentSettings settings;
    private final InstantSource clock;
    private final Courier courier;
    private final Retries retries;
    private final UpdateSteps steps;
    private volatile AgentState state;
    private Optional<Attempt> attempt = Optional.empty();
    private Map<String, String> registered = Map.of();
    private Duration interval;
    private Instant nextHeartbeat = Instant.EPOCH;
    private Instant triedHeartbeat = Instant.MIN;
    private Instant pausedUntil = Instant.MIN;
    private boolean isServerInTrouble;
    private boolean isResumed;
    private int failures;

    /**
     * An agent that goes on where the journal says an earlier run stopped.
     *
     * @param interval between heartbeats until the server says another
     */
    public Agent(AgentPorts ports, AgentSettings settings, InstantSource clock, Duration interval) {
        this.ports = ports;
        this.settings = settings;
        this.clock = clock;
        this.interval = interval;
        this.courier = new Courier(ports.api(), ports.reports(), ports.events());
        this.retries = new Retries(settings);
        this.steps = new UpdateSteps(ports, settings, courier);
        this.state = ports.journal().read().map(Agent::stateOf).orElse(AgentState.REGISTERING);
    }

    /** What the next tick does. */
    public AgentState state() {
        return state;
    }

    /**
     * Does one step.
     *
     * @return the wait until the next tick; empty when there is none
     */
    public Optional<Duration> tick() {
        Instant now = clock.instant();
        Duration wait = now.isBefore(pausedUntil) ? pause(now) : go(now);
        return state.isTerminal() ? Optional.empty() : Optional.of(wait);
    }

    private Duration go(Instant now) {
        try {
            resume(now);
            Duration wait = step(now);
            failures = 0;
            return wait;
        } catch (CallFailed | UncheckedIOException e) {
            backOff(e, now);
            return state.isTerminal() ? Duration.ZERO : pause(now);
        }
    }

    /** A disk that does not let it be noted where the work goes on is tried again like any other. */
    private void resume(Instant now) {
        if (!isResumed) {
            steps.resume(now).ifPresent(left -> enter(stateOf(left)));
            isResumed = true;
        }
    }

    private Duration step(Instant now) {
        return switch (state) {
            case REGISTERING -> register();
            case LISTENING -> listen(now);
            case DOWNLOADING -> attempted(steps.download(attempt.orElseThrow()), now);
            case VERIFYING -> attempted(steps.verify(attempt.orElseThrow()), now);
            case APPLYING -> worked(steps.apply((Work.Applying) inHand(), now));
            case PROBING -> probe((Work.Probing) inHand(), now);
            case ROLLING_BACK -> worked(steps.rollBack((Work.RollingBack) inHand()));
            case REVERTING -> worked(steps.revert((Work.Reverting) inHand()));
            case SETTLING -> settle((Work.Settling) inHand(), now);
            case DECOMMISSIONED -> throw new IllegalStateException("a decommissioned agent has no next tick");
        };
    }

    private Duration register() {
        courier.deliverAll();
        Map<String, String> versions = installedVersions();
        ports.api().register(settings.registration(versions));
        registered = versions;
        enter(AgentState.LISTENING);
        return Duration.ZERO;
    }

    private Duration listen(Instant now) {
        courier.deliverAll();
        if (!installedVersions().equals(registered)) {
            enter(AgentState.REGISTERING);
            return Duration.ZERO;
        }
        Duration wait = retries.soonest(untilHeartbeat(now), now);
        if (!wait.isZero()) {
            return wait;
        }
        Heartbeat heartbeat = beat(now);
        retries.keepOnly(heartbeat.assignments());
        Optional<Assignment> next = retries.choose(heartbeat.assignments(), now);
        next.ifPresent(this::begin);
        return next.isPresent() ? Duration.ZERO : retries.soonest(untilHeartbeat(now), now);
    }

    private Heartbeat beat(Instant now) {
        triedHeartbeat = now;
        Heartbeat heartbeat = ports.api().heartbeat();
        interval = heartbeat.interval();
        nextHeartbeat = now.plus(settings.spread(interval));
        return heartbeat;
    }

    private void begin(Assignment assignment) {
        switch (assignment) {
            case Assignment.Apply apply -> {
                attempt = Optional.of(Attempt.of(apply));
                enter(AgentState.DOWNLOADING);
            }
            case Assignment.Revert revert -> enter(stateOf(steps.beginRevert(revert)));
        }
    }

    private Duration attempted(UpdateSteps.Outcome outcome, Instant now) {
        return switch (outcome) {
            case UpdateSteps.Outcome.Downloaded downloaded -> {
                attempt = Optional.of(downloaded.attempt());
                enter(AgentState.VERIFYING);
                yield Duration.ZERO;
            }
            case UpdateSteps.Outcome.Verified verified -> {
                attempt = Optional.empty();
                yield worked(verified.work());
            }
            case UpdateSteps.Outcome.Postponed postponed -> {
                ports.events().accept(new Trouble(state, postponed.reason()));
                retries.postpone(attempt.orElseThrow().assignment().rollout(), now);
                attempt = Optional.empty();
                enter(AgentState.LISTENING);
                yield Duration.ZERO;
            }
        };
    }

    /** A probe may wait for an hour: the device shows life meanwhile, and takes no other work (R9). */
    private Duration probe(Work.Probing work, Instant now) {
        if (work.run().isDue(now)) {
            return worked(steps.probe(work, clock));
        }
        if (untilHeartbeat(now).isZero()) {
            showLife(now);
        }
        Duration untilProbe = Duration.between(now, work.run().due());
        return untilProbe.compareTo(untilHeartbeat(now)) < 0 ? untilProbe : untilHeartbeat(now);
    }

    private void showLife(Instant now) {
        try {
            beat(now);
        } catch (CallFailed e) {
            ports.events().accept(new Trouble(state, e.getMessage()));
            nextHeartbeat = now.plus(settings.spread(interval));
        }
    }

    private Duration settle(Work.Settling work, Instant now) {
        steps.settle(work);
        retries.settle(work.rollout(), now);
        enter(AgentState.LISTENING);
        return Duration.ZERO;
    }

    private Duration worked(Work next) {
        enter(stateOf(next));
        return Duration.ZERO;
    }

    private Work inHand() {
        return ports.journal().read().orElseThrow(
                () -> new IllegalStateException("in state " + state + " the journal must hold the work in hand"));
    }

    private Map<String, String> installedVersions() {
        return ports.applier().installed().stream().map(Installed::ref)
                .collect(Collectors.toMap(ArtifactRef::name, ArtifactRef::version));
    }

    private Duration untilHeartbeat(Instant now) {
        return now.isBefore(nextHeartbeat) ? Duration.between(now, nextHeartbeat) : Duration.ZERO;
    }

    private void backOff(RuntimeException e, Instant now) {
        if (isRetirement(e)) {
            enter(AgentState.DECOMMISSIONED);
            return;
        }
        failures++;
        ports.events().accept(new Trouble(state, e.getMessage()));
        pausedUntil = now.plus(settings.retryAfter(failures));
        isServerInTrouble = e instanceof CallFailed;
        boolean isRefusedCaller = e instanceof Refused refused && refused.isAboutCaller();
        if ((isRefusedCaller || triedHeartbeat.equals(now)) && nextHeartbeat.isBefore(pausedUntil)) {
            nextHeartbeat = pausedUntil;
        }
    }

    /** Until what failed is tried again. One heartbeat that fails is enough for that time. */
    private Duration pause(Instant now) {
        if (untilHeartbeat(now).isZero()) {
            try {
                beat(now);
            } catch (CallFailed e) {
                nextHeartbeat = pausedUntil;
                if (isRetirement(e) && !state.isWorkInHand()) {
                    enter(AgentState.DECOMMISSIONED);
                } else if (!isServerInTrouble) {
                    ports.events().accept(new Trouble(state, e.getMessage()));
                }
            }
        }
        Duration untilRetry = Duration.between(now, pausedUntil);
        return untilRetry.compareTo(untilHeartbeat(now)) < 0 ? untilRetry : untilHeartbeat(now);
    }

    private static boolean isRetirement(RuntimeException e) {
        return e instanceof Refused refused && refused.isDecommissioned();
    }

    private void enter(AgentState next) {
        if (next != state) {
            ports.events().accept(new StateChanged(state, next));
        }
        state = next;
    }

    private static AgentState stateOf(Work work) {
        return switch (work) {
            case Work.Applying applying -> AgentState.APPLYING;
            case Work.Probing probing -> AgentState.PROBING;
            case Work.RollingBack rollingBack -> AgentState.ROLLING_BACK;
            case Work.Reverting reverting -> AgentState.REVERTING;
            case Work.Settling settling -> AgentState.SETTLING;
        };
    }
}
