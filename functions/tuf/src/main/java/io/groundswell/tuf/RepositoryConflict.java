package io.groundswell.tuf;

/** A request that contradicts what the repository already holds, or that lost every race for it. */
public final class RepositoryConflict extends TufException {

    private static final long serialVersionUID = 1L;

    /** Says in a sentence what was expected, what was found and what to do. */
    public RepositoryConflict(String message) {
        super(message);
    }
}
