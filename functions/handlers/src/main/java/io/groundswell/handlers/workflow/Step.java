package io.groundswell.handlers.workflow;

import io.groundswell.domain.rollout.Decision;
import io.groundswell.domain.rollout.Decision.AwaitApproval;
import io.groundswell.domain.rollout.Decision.Finish;
import io.groundswell.domain.rollout.Decision.HaltRollout;
import io.groundswell.domain.rollout.Decision.KeepWaiting;
import io.groundswell.domain.rollout.Decision.OpenWave;
import io.groundswell.domain.rollout.Rollout;

/** The state of the state machine that a rollout belongs in; the words are the names in rollout.asl.json. */
enum Step {
    OPEN_WAVE("OpenWave"),
    WATCH_WAVE("WatchWave"),
    AWAIT_APPROVAL("AwaitApproval"),
    AWAIT_OPERATOR("AwaitOperator"),
    FINISH_ROLLOUT("FinishRollout"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    ABORTED("Aborted");

    private final String word;

    Step(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Step of(Rollout rollout, Decision decision) {
        return switch (decision) {
            case OpenWave open -> OPEN_WAVE;
            case AwaitApproval ask -> AWAIT_APPROVAL;
            case HaltRollout halt -> AWAIT_OPERATOR;
            case Finish finish -> FINISH_ROLLOUT;
            case KeepWaiting wait -> resting(rollout);
        };
    }

    private static Step resting(Rollout rollout) {
        return switch (rollout.status()) {
            case CREATED, IN_PROGRESS -> WATCH_WAVE;
            case WAITING_FOR_APPROVAL -> AWAIT_APPROVAL;
            case HALTED -> AWAIT_OPERATOR;
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case ABORTED -> ABORTED;
        };
    }
}
