package io.groundswell.tuf;

/** What can go wrong with TUF metadata; each kind asks for another reaction, so the kinds are closed. */
public abstract sealed class TufException extends RuntimeException
        permits MetadataRefused, InvalidInput, RepositoryConflict, FileMissing, FetchFailed {

    private static final long serialVersionUID = 1L;

    TufException(String message) {
        super(message);
    }

    TufException(String message, Throwable cause) {
        super(message, cause);
    }
}
