package io.groundswell.local.stepfunctions.execution;

/** The states of an execution; all but the first are final. */
public enum ExecutionStatus { RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED }
