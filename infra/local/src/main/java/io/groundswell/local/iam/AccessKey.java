package io.groundswell.local.iam;

import java.util.Optional;

/** A key to sign requests with; its secret and token never appear in {@link #toString()}. */
public record AccessKey(String id, String secret, Optional<String> sessionToken) {

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
