package io.groundswell.local.sample;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.http.TestPki;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes a device CA once and keeps it, key included, in the bucket. */
public final class BootstrapHandler implements RequestHandler<CloudFormationCustomResourceEvent, String> {

    private final Map<String, String> environment;
    private final S3Client s3 = Clients.s3();

    public BootstrapHandler(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String handleRequest(CloudFormationCustomResourceEvent event, Context context) {
        try {
            TestPki pki = new TestPki(event.getResourceProperties().get("CommonName").toString());
            put("pki/truststore.pem", pki.caPem());
            put("pki/ca.p12", pki.store());
            answer(event);
            return "done";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(String key, byte[] content) {
        s3.putObject(request -> request.bucket(environment.get("BUCKET")).key(key), RequestBody.fromBytes(content));
    }

    private void answer(CloudFormationCustomResourceEvent event) throws Exception {
        ObjectNode answer = new ObjectMapper().createObjectNode();
        answer.put("Status", "SUCCESS").put("PhysicalResourceId", "ca").put("StackId", event.getStackId())
                .put("RequestId", event.getRequestId()).put("LogicalResourceId", event.getLogicalResourceId());
        answer.putObject("Data").put("TruststoreUri", "s3://" + environment.get("BUCKET") + "/pki/truststore.pem")
                .put("CertificateKey", "pki/ca.p12");
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(event.getResponseUrl()))
                .PUT(HttpRequest.BodyPublishers.ofString(answer.toString())).build(), HttpResponse.BodyHandlers.discarding());
    }
}
