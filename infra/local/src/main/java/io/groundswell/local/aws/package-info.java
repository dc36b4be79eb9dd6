/**
 * The AWS endpoint: one loopback port that speaks to any AWS SDK, and to the {@code aws} command line, unchanged.
 *
 * <p>A request is routed by the service it is signed for, its signature is verified, its caller's policies are enforced, and only then does it reach
 * DynamoDB Local, the S3 server, or a service written here and mounted as a {@link io.groundswell.local.aws.JsonService}. Nothing unsigned is served. A service
 * or an operation that is not there is refused by its name, in the words of that service's protocol.
 */
package io.groundswell.local.aws;
