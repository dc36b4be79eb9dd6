package io.groundswell.local.kms;

/** A key as a template refers to it. */
public record SigningKey(String id, String arn) {
}
