package io.groundswell.local.aws;

/** A call that an AWS service answers with one of its documented error codes. */
public final class ServiceError extends RuntimeException {

    private final int status;
    private final String code;

    public ServiceError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** An error of the caller's making, status 400 as the JSON protocols have it. */
    public static ServiceError client(String code, String message) {
        return new ServiceError(400, code, message);
    }

    public int status() {
        return status;
    }

    /** The error's name without a namespace, such as {@code NotFoundException}. */
    public String code() {
        return code;
    }
}
