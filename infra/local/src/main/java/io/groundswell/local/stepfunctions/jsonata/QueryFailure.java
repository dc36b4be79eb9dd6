package io.groundswell.local.stepfunctions.jsonata;

/** An evaluation that gave no usable value: the cause of {@code States.QueryEvaluationError}. */
public final class QueryFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String location;

    /** A failure of the expression in a state's field, such as {@code Output/wave} or {@code Choices[0]/Condition}. */
    public QueryFailure(String location, String message) {
        super(message);
        this.location = location;
    }

    /** The field that holds the expression, relative to its state. */
    public String location() {
        return location;
    }
}
