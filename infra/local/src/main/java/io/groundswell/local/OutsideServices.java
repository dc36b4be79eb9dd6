package io.groundswell.local;

import io.groundswell.local.iam.AccessKey;
import java.net.URI;
import java.util.Objects;

/**
 * Another implementation of DynamoDB, S3 and KMS, on which the stack's tables, buckets and keys are made instead of in
 * this Java.
 *
 * @param endpoint where it serves all three
 * @param key that it takes; the stack's owner has the same one, because the SDK finds one set of credentials in a process
 * @param stackName tells the stack's resources from those of others there
 */
public record OutsideServices(URI endpoint, AccessKey key, String stackName) {

    /** Checks that nothing is missing. */
    public OutsideServices {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(stackName, "stackName");
    }
}
