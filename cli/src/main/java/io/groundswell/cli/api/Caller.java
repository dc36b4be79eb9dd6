package io.groundswell.cli.api;

import io.groundswell.cli.CommandFailed;
import java.util.Map;
import java.util.Optional;

/** Whose calls these are. */
public record Caller(String accessKey, String secretKey, Optional<String> sessionToken, String region) {

    /**
     * The caller that the standard AWS variables describe.
     *
     * @param region to sign for, if the command line names one
     */
    public static Caller of(Map<String, String> environment, Optional<String> region) {
        return new Caller(required(environment, "AWS_ACCESS_KEY_ID"), required(environment, "AWS_SECRET_ACCESS_KEY"),
                variable(environment, "AWS_SESSION_TOKEN"),
                region.or(() -> variable(environment, "AWS_REGION"))
                        .or(() -> variable(environment, "AWS_DEFAULT_REGION"))
                        .orElseThrow(() -> new CommandFailed("set AWS_REGION or give --region to sign calls")));
    }

    private static String required(Map<String, String> environment, String name) {
        return variable(environment, name).orElseThrow(
                () -> new CommandFailed("the environment variable " + name + " must be set to sign calls"));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    @Override
    public String toString() {
        return "Caller[" + accessKey + "]";
    }
}
