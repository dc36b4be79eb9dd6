package io.groundswell.handlers.workflow;

import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Decision;
import io.groundswell.domain.rollout.Decision.KeepWaiting;
import io.groundswell.domain.rollout.Progress;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.ParkedWorkflow;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Versioned;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** Completes the token a rollout's workflow waits on, when there is something else to do than waiting there. */
public final class Waker {

    private final RolloutStore rollouts;
    private final SfnClient sfn;

    public Waker(RolloutStore rollouts, SfnClient sfn) {
        this.rollouts = rollouts;
        this.sfn = sfn;
    }

    /** Decides from a consistent read and wakes the parked workflow if it should be elsewhere; idempotent. */
    public void wakeIfNeeded(RolloutRef ref) {
        Optional<Versioned<Rollout>> rollout = rollouts.find(ref);
        Optional<Versioned<ParkedWorkflow>> parked = rollouts.parked(ref);
        if (rollout.isPresent() && parked.isPresent()) {
            wakeIfNeeded(rollout.get().value(), parked.get().value());
        }
    }

    /** Whether an execution still waits for this token: not when it was stopped, went on or began its task anew. */
    boolean isAwaited(String token) {
        try {
            sfn.sendTaskHeartbeat(heartbeat -> heartbeat.taskToken(token));
            return true;
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException usedUp) {
            return false;
        }
    }

    void wakeIfNeeded(Rollout rollout, ParkedWorkflow parked) {
        Decision decision = Progress.decide(rollout, rollouts.tallies(rollout));
        Step step = Step.of(rollout, decision);
        boolean waitsInTheRightPlace = decision instanceof KeepWaiting && step.word().equals(parked.state());
        if (!waitsInTheRightPlace) {
            complete(parked.token(), step);
        }
    }

    /** A token that is used up means that somebody else woke the workflow, or that it is gone: the sweep's business. */
    private void complete(String token, Step step) {
        String output = new String(Json.write(Map.of("step", step.word())), StandardCharsets.UTF_8);
        try {
            sfn.sendTaskSuccess(success -> success.taskToken(token).output(output));
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException usedUp) {
            return;
        }
    }
}
