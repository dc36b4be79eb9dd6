package io.groundswell.local.stepfunctions.execution;

/** A request that the service refuses, under the name the API gives that refusal. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String type;

    private Refused(String type, String message) {
        super(message);
        this.type = type;
    }

    /** The API's error type, such as {@code ExecutionDoesNotExist}. */
    public String type() {
        return type;
    }

    public static Refused of(String type, String message) {
        return new Refused(type, message);
    }

    static Refused executionDoesNotExist(String arn) {
        return new Refused("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'");
    }

    static Refused executionAlreadyExists(String arn) {
        return new Refused("ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'");
    }

    static Refused executionLimitExceeded(int limit) {
        return new Refused("ExecutionLimitExceeded",
                "The maximum number of running executions has been reached: " + limit);
    }

    static Refused invalidToken() {
        return new Refused("InvalidToken", "Invalid Token: 'Invalid token'");
    }

    static Refused taskTimedOut() {
        return new Refused("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    }
}
