package io.groundswell.simulation.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * What a caller of an HTTP API gets.
 *
 * @param status 502 when the function died
 * @param startedAt how many changes there had been when the request came in
 * @param disturbed whether a service let the function down
 */
public record Answer(int status, JsonNode body, long startedAt, boolean disturbed) {

    static final int BAD_GATEWAY = 502;

    static Answer died(long startedAt) {
        return new Answer(BAD_GATEWAY, MissingNode.getInstance(), startedAt, true);
    }

    Answer withDisturbed(boolean was) {
        return new Answer(status, body, startedAt, was);
    }

    /** Whether the function decided, rather than failed. */
    public boolean isDecided() {
        return status < 500;
    }

    /** Whether the same call is to be made again: it failed, or was told to come back, because another is under way. */
    public boolean isUnsettled() {
        return !isDecided() || body.path("error").asText().endsWith("try again");
    }

    public boolean isOk() {
        return status < 300;
    }

    @Override
    public String toString() {
        return status + " " + Shown.value(body);
    }
}
