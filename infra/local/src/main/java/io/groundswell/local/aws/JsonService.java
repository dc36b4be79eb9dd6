package io.groundswell.local.aws;

import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Principal;
import java.util.List;

/**
 * A service of the AWS JSON protocol, mounted on the endpoint by its {@code X-Amz-Target} prefix.
 *
 * <p>The endpoint has verified the signature and the {@link #accesses permissions} before it calls {@link #handle}. Both methods throw
 * {@link ServiceError} for what the caller did wrong, an unknown operation included.
 */
public interface JsonService {

    /** The service a request is signed for, such as {@code kms} or {@code states}. */
    String signingName();

    /** What precedes the dot in {@code X-Amz-Target}, such as {@code TrentService}. */
    String targetPrefix();

    /** The permissions that this call needs; none means that any verified caller may make it. */
    List<Access> accesses(String operation, byte[] body);

    /** Answers one call. */
    Response handle(String operation, byte[] body, Principal caller);
}
