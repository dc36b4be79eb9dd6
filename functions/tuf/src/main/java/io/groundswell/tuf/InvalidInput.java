package io.groundswell.tuf;

/** Input that can never be accepted as it is: the caller has to change it. */
public final class InvalidInput extends TufException {

    private static final long serialVersionUID = 1L;

    /** Says in a sentence what was expected, what was found and what to do. */
    public InvalidInput(String message) {
        super(message);
    }
}
