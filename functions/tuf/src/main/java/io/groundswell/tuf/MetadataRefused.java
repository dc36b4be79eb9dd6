package io.groundswell.tuf;

/** Metadata or target bytes that a client must not trust; the reason names the rule that was broken. */
public final class MetadataRefused extends TufException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** A refusal for one reason, explained in a sentence. */
    public MetadataRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** A refusal caused by a lower-level failure, such as a JSON syntax error. */
    public MetadataRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The rule that was broken. */
    public Reason reason() {
        return reason;
    }

    /** The rules that metadata can break. */
    public enum Reason {
        /** Not JSON, not metadata, of another type, or built so that parsers could disagree about it. */
        MALFORMED,
        /** Not signed by the threshold of keys that the delegating role asks for. */
        UNSIGNED,
        /** Older than what is trusted already, or leaving out what was there. */
        ROLLBACK,
        /** Past its expiry at the time the update started. */
        EXPIRED,
        /** Another version, length or hash than the role that references it promised, or longer than allowed. */
        MISMATCH,
    }
}
