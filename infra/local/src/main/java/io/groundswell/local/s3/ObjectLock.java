package io.groundswell.local.s3;

import java.util.Map;

/**
 * A bucket with Object Lock, as far as a store without versions can be one: an object is written once and stays.
 *
 * <p>S3 itself would take another version, or a delete marker, and keep the locked version beneath; here that would lose
 * it, so it is refused.
 */
final class ObjectLock {

    private static final String ONLY_IF_ABSENT = "if-none-match";
    private static final int PRECONDITION_FAILED = 412;

    private ObjectLock() {
    }

    /** Refuses what takes an object away, and lets a write pass only where there is none. */
    static void check(S3Request request, Map<String, String> headers) {
        switch (request.operation()) {
            case DELETE_OBJECT, DELETE_OBJECTS, DELETE_BUCKET -> throw denied();
            case CREATE_MULTIPART_UPLOAD, UPLOAD_PART, COMPLETE_MULTIPART_UPLOAD ->
                    throw S3Error.notImplemented("a multipart upload into a bucket with Object Lock");
            case PUT_OBJECT -> headers.put(ONLY_IF_ABSENT, "*");
            default -> { }
        }
    }

    /** A caller who did not say {@code If-None-Match} learns why its write was refused. */
    static void explain(S3Request request, int status) {
        boolean asked = request.headers().containsKey(ONLY_IF_ABSENT);
        if (request.operation() == S3Operation.PUT_OBJECT && status == PRECONDITION_FAILED && !asked) {
            throw denied();
        }
    }

    private static S3Error denied() {
        return new S3Error(403, "AccessDenied", "Access Denied because object protected by object lock. The local S3 keeps no"
                + " versions, so what a locked bucket holds is neither overwritten nor deleted");
    }
}
