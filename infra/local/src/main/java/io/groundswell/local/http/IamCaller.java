package io.groundswell.local.http;

/** A verified IAM caller, in the words of {@code requestContext.authorizer.iam}. */
public record IamCaller(String accessKey, String accountId, String userArn, String userId) {
}
