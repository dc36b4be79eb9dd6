package io.groundswell.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The repository's own template, read as LocalCloud reads it. */
class StackTemplateTest {

    private static final Path TEMPLATE = Path.of("../template.yaml");
    private static final Map<String, String> DOMAIN = Map.of(
            "DeviceDomainName", "127.0.0.1:9443", "DeviceCertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/local");

    private static Stack stack(Map<String, String> parameters) {
        return new Stack(Template.load(TEMPLATE, parameters), new StackIdentity("groundswell", new Account("us-east-1", "000000000000")));
    }

    private static <T extends Resource> T find(List<Resource> resources, Class<T> type, String logicalId) {
        return resources.stream().filter(r -> r.logicalId().equals(logicalId)).map(type::cast).findFirst().orElseThrow();
    }

    @Test
    @DisplayName("every resource of infra/template.yaml is understood before anything is started")
    void readsWhole() {
        List<Resource> resources = stack(DOMAIN).check();
        Table fleet = find(resources, Table.class, "FleetTable");
        assertEquals(Map.of("StreamViewType", "NEW_AND_OLD_IMAGES"), fleet.properties().get("StreamSpecification"));
        HttpApi operators = find(resources, HttpApi.class, "OperatorHttpApi");
        assertTrue(operators.iamByDefault());
        assertEquals(Map.of("POST /enroll", new HttpApi.Limit(200, 200)), operators.limits());
        HttpApi devices = find(resources, HttpApi.class, "DeviceHttpApi");
        assertEquals(Optional.of(new HttpApi.MutualTls("127.0.0.1:9443", "<DeviceCa.TruststoreUri>")), devices.mutualTls());
    }

    @Test
    @DisplayName("globals merge into functions and a function's own value wins")
    void mergesGlobals() {
        List<Resource> resources = stack(DOMAIN).check();
        Function deviceApi = find(resources, Function.class, "DeviceApi");
        assertEquals(Duration.ofSeconds(29), deviceApi.timeout());
        assertEquals(1024, deviceApi.memoryMegabytes());
        assertEquals("live", deviceApi.alias());
        assertEquals(Duration.ofSeconds(120), find(resources, Function.class, "Recorder").timeout());
    }

    @Test
    @DisplayName("a function's environment carries parameters, names and addresses")
    void fillsEnvironment() {
        Function enrollment = find(stack(DOMAIN).check(), Function.class, "Enrollment");
        assertEquals(Map.of(
                "FLEET_TABLE", "groundswell-FleetTable",
                "ARTIFACT_BUCKET", "groundswell-artifactbucket",
                "DEVICE_CA_KEY_ID", "<DeviceCaKey.Ref>",
                "DEVICE_CA_OBJECT", "<DeviceCa.CertificateKey>",
                "DEVICE_API_URL", "https://127.0.0.1:9443",
                "DEVICE_CERTIFICATE_DAYS", "90",
                "HEARTBEAT_ACTIVE_SECONDS", "5"), enrollment.environment());
    }

    @Test
    @DisplayName("the stream's mapping carries batch size, filter, bisecting, retries and the failure bucket")
    void readsStream() {
        Function recorder = find(stack(DOMAIN).check(), Function.class, "Recorder");
        assertEquals(List.of(new EventSource.TableStream("FleetStream", "arn:aws:local:us-east-1:000000000000:<FleetTable.StreamArn>", "TRIM_HORIZON", 500, true, 100, true,
                List.of("{\"eventName\":[\"INSERT\",\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\"event\":{\"M\":{\"type\":{\"S\":[{\"exists\":true}]}}}}}}"),
                Optional.of("arn:aws:s3:::groundswell-recorderfailurebucket"))), recorder.events());
    }

    @Test
    @DisplayName("a resource comes after everything it refers to")
    void ordersByReference() {
        List<String> order = stack(DOMAIN).order();
        List<String> chain = List.of("DeviceCaKey", "Bootstrap", "DeviceCa", "DeviceHttpApi", "DeviceApi");
        List<Integer> positions = chain.stream().map(order::indexOf).toList();
        assertEquals(positions.stream().sorted().toList(), positions);
        assertTrue(order.indexOf("WorkflowTasks") < order.indexOf("RolloutStateMachine"));
        assertTrue(order.indexOf("DeviceCa") < order.indexOf("Enrollment"));
    }

    @Test
    @DisplayName("what a finished resource says of itself reaches those that refer to it")
    void providesAttributes() {
        Stack stack = stack(DOMAIN);
        stack.provide("FleetTable", Map.of("Arn", "arn:table"));
        stack.provide("DeviceCa", Map.of("TruststoreUri", "s3://b/pki/truststore.pem", "CertificateKey", "pki/ca.pem"));
        stack.provide("DeviceCaKey", Map.of("Ref", "k-1", "Arn", "arn:key/k-1"));
        HttpApi devices = (HttpApi) stack.resource("DeviceHttpApi");
        assertEquals("s3://b/pki/truststore.pem", devices.mutualTls().orElseThrow().truststoreUri());
        Function enrollment = (Function) stack.resource("Enrollment");
        assertEquals("pki/ca.pem", enrollment.environment().get("DEVICE_CA_OBJECT"));
    }

    @Test
    @DisplayName("the parameters that only AWS can give are found where the domain refers to them")
    void findsDomainParameters() {
        assertEquals(new Template.DomainParameters(Optional.of("DeviceDomainName"), Optional.of("DeviceCertificateArn")),
                Template.domainParameters(TEMPLATE));
    }
}
