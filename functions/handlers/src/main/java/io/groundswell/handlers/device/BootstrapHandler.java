package io.groundswell.handlers.device;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.groundswell.handlers.aws.AwsClients;
import io.groundswell.handlers.aws.Environment;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Entry point of the custom resource {@code DeviceCa}: answers CloudFormation at the address it gave. */
public final class BootstrapHandler implements RequestStreamHandler {

    private final DeviceCaResource resource;
    private final ResourceAnswer answer;

    public BootstrapHandler() {
        this(System.getenv());
    }

    public BootstrapHandler(Map<String, String> variables) {
        this(resource(new Environment(variables)), new ResourceAnswer());
    }

    BootstrapHandler(DeviceCaResource resource, ResourceAnswer answer) {
        this.resource = resource;
        this.answer = answer;
    }

    private static DeviceCaResource resource(Environment environment) {
        return new DeviceCaResource(new Bucket(AwsClients.s3(), environment.text("ARTIFACT_BUCKET")),
                new CaKey(AwsClients.kms(), environment.text("DEVICE_CA_KEY_ID")), new SecureRandom(),
                Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ResourceRequest request = ResourceRequest.of(Json.read(input.readAllBytes()));
        ResourceAnswer.Outcome outcome = carryOut(request);
        answer.send(request, outcome);
        Log.info("custom resource", Map.of("request", request.type(), "status", outcome.status()));
        output.write(Json.write(Map.of("status", outcome.status())));
    }

    /** A failure is an answer here: without one, the stack would wait for an hour. */
    private ResourceAnswer.Outcome carryOut(ResourceRequest request) {
        try {
            return ResourceAnswer.Outcome.success(resource.carryOut(request));
        } catch (RuntimeException failure) {
            Log.error("custom resource failed", failure);
            return ResourceAnswer.Outcome.failed(String.valueOf(failure.getMessage()));
        }
    }
}
