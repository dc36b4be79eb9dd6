package io.groundswell.cli.api;

import io.groundswell.cli.CommandFailed;
import java.util.Map;
import java.util.Optional;

/** Whose calls these are. */
public record Caller(String accessKey, String secretKey, Optional<String> sessionToken, String region) {

    /** The caller that the standard AWS variables describe. */
    public static Caller of(Map<String, String> environment) {
        return new Caller(required(environment, "AWS_ACCESS_KEY_ID"), required(environment, "AWS_SECRET_ACCESS_KEY"),
                Optional.ofNullable(environment.get("AWS_SESSION_TOKEN")),
                Optional.ofNullable(environment.get("AWS_REGION")).orElseGet(
                        () -> required(environment, "AWS_DEFAULT_REGION")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new CommandFailed("the environment variable " + name + " must be set to sign calls");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Caller[" + accessKey + "]";
    }
}
