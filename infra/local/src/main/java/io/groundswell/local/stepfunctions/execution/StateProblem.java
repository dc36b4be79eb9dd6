package io.groundswell.local.stepfunctions.execution;

/** A state that cannot go on; whether it is retried, caught or ends the execution is decided where it is caught. */
final class StateProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient StateFailure failure;

    StateProblem(StateFailure failure) {
        super(failure.toString());
        this.failure = failure;
    }

    StateFailure failure() {
        return failure;
    }
}
