package io.groundswell.local.stepfunctions.jsonata;

/** An expression that would be refused when the state machine is created. */
public final class InvalidExpression extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidExpression(String message) {
        super(message);
    }
}
