package io.groundswell.tuf;

/** The repository answered that it has no such file (HTTP 403 or 404). */
public final class FileMissing extends TufException {

    private static final long serialVersionUID = 1L;

    /** Says in a sentence what was expected, what was found and what to do. */
    public FileMissing(String message) {
        super(message);
    }
}
