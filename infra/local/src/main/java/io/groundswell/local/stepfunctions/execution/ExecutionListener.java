package io.groundswell.local.stepfunctions.execution;

/** Hears of every status an execution takes, in order, on a thread of its own. */
@FunctionalInterface
public interface ExecutionListener {

    void statusChanged(StatusChange change);
}
