package io.groundswell.agent.connection;

import io.groundswell.domain.error.Unauthenticated;

/**
 * The server answered with a 4xx.
 *
 * <p>A 401 or 403 speaks about the caller and says nothing about the request; any other one is the answer to it.
 */
public final class Refused extends CallFailed {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param code the stable word of the answer, empty when it has none */
    public Refused(int status, String code, String message) {
        super(message, null);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Whether this device was retired and must stop for good (R10). */
    public boolean isDecommissioned() {
        return status == 401 && code.equals(Unauthenticated.DECOMMISSIONED);
    }

    /** Whether sending the same again could end otherwise. */
    public boolean isAboutCaller() {
        return status == 401 || status == 403;
    }
}
