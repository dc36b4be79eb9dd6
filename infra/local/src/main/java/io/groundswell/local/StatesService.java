package io.groundswell.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.aws.JsonService;
import io.groundswell.local.aws.Response;
import io.groundswell.local.aws.ServiceError;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.stepfunctions.StepFunctions;
import java.io.IOException;
import java.util.List;

/** Step Functions, mounted on the AWS endpoint. */
record StatesService(StepFunctions stepFunctions) implements JsonService {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String signingName() {
        return "states";
    }

    @Override
    public String targetPrefix() {
        return "AWSStepFunctions";
    }

    /** Permission on the state machine or execution that the call names; answering a task names none and is on any. */
    @Override
    public List<Access> accesses(String operation, byte[] body) {
        JsonNode request = parsed(body);
        String resource = request.path("executionArn").asText(request.path("stateMachineArn").asText("*"));
        return List.of(new Access("states:" + operation, resource));
    }

    @Override
    public Response handle(String operation, byte[] body, Principal caller) {
        var answer = stepFunctions.handle(targetPrefix() + "." + operation, body);
        return new Response(answer.status(), io.groundswell.local.stepfunctions.api.Response.CONTENT_TYPE, answer.body());
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw ServiceError.client("SerializationException", "the request is not JSON");
        }
    }
}
