package io.groundswell.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Command lines to try on a stack that a ready line describes. */
final class Hints {

    private final JsonNode ready;

    Hints(JsonNode ready) {
        this.ready = ready;
    }

    /** Calls of the operator API, by curl. */
    List<String> calls(String fleet) {
        return List.of("rollouts", "devices", "audit?limit=5").stream().map(path -> "curl --aws-sigv4 aws:amz:" + text("region")
                + ":execute-api --user " + key(ready.path("users").path("operator"), "access_key") + ":"
                + key(ready.path("users").path("operator"), "secret_key") + " '" + text("operator_api") + "/fleets/" + fleet + "/"
                + path + "'").toList();
    }

    /** A call of an AWS service, by the aws command line. */
    String awsCall() {
        return "AWS_ACCESS_KEY_ID=" + key(ready.path("aws"), "access_key") + " AWS_SECRET_ACCESS_KEY="
                + key(ready.path("aws"), "secret_key") + " aws --region " + text("region") + " --endpoint-url "
                + text("aws_endpoint") + " stepfunctions list-state-machines";
    }

    private String text(String name) {
        return ready.path(name).asText();
    }

    private static String key(JsonNode user, String part) {
        return user.path(part).asText();
    }
}
