package io.groundswell.agent.update;

/** A change that could not be made; the code travels in the report, the message stays on the device (R4). */
public class ApplyFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code a reason code such as {@code disk_full} */
    public ApplyFailed(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
