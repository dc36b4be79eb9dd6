package io.groundswell.domain.error;

/**
 * The caller did not prove who it is.
 *
 * <p>{@code code} is a stable word for programs; an agent that reads {@link #DECOMMISSIONED} stops for good (R10).
 */
public final class Unauthenticated extends RequestError {

    /** The device was retired; no later call will be accepted. */
    public static final String DECOMMISSIONED = "decommissioned";
    /** The certificate is not the one in force. */
    public static final String CERTIFICATE_NOT_IN_FORCE = "certificate_not_in_force";
    /** The enrolment token is unknown, expired, revoked or used up. */
    public static final String TOKEN_REFUSED = "token_refused";

    private static final long serialVersionUID = 1L;

    private final String code;

    public Unauthenticated(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    @Override
    public int status() {
        return 401;
    }
}
