package io.groundswell.local.s3;

/** A bucket as a template refers to it. */
public record Bucket(String name, String arn) {
}
