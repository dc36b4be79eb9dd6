package io.groundswell.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** The product's own template with every function in its process: each signs under its role, and the role is all it may do. */
class RolesIT {

    private static LocalCloud cloud;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(LocalOptions.of(Path.of("../template.yaml")).withoutSchedules().inProcesses());
    }

    @AfterAll
    static void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static StaticCredentialsProvider role(String function) {
        AccessKey key = cloud.role(function).orElseThrow();
        return StaticCredentialsProvider.create(AwsSessionCredentials.create(key.id(), key.secret(), key.sessionToken().orElseThrow()));
    }

    private static DynamoDbClient tables(String function) {
        return DynamoDbClient.builder().endpointOverride(endpoint()).region(Region.US_EAST_1).credentialsProvider(role(function))
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    private static URI endpoint() {
        return cloud.endpoints().aws();
    }

    private static void denied(String action, Executable call) {
        AwsServiceException refusal = assertThrows(AwsServiceException.class, call);
        assertEquals("AccessDeniedException", refusal.awsErrorDetails().errorCode());
        assertTrue(refusal.awsErrorDetails().errorMessage().contains("is not authorized to perform: " + action + " on resource: "),
                refusal.awsErrorDetails().errorMessage());
    }

    private static Map<String, AttributeValue> key(String pk) {
        return Map.of("PK", AttributeValue.fromS(pk), "SK", AttributeValue.fromS("X"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OperatorApi", "Publisher", "AuditExport", "DeviceApi", "Enrollment", "WorkflowTasks", "Recorder", "Sweep",
        "MetadataRefresh", "Anchor", "Reconcile", "Bootstrap"})
    @DisplayName("[R32] no function's role can change or remove evidence")
    void keepsEvidence(String function) {
        String audit = cloud.attribute("AuditTable", "Ref");
        try (DynamoDbClient tables = tables(function)) {
            denied("dynamodb:DeleteItem", () -> tables.deleteItem(call -> call.tableName(audit).key(key("a"))));
            denied("dynamodb:UpdateItem", () -> tables.updateItem(call -> call.tableName(audit).key(key("a"))
                    .updateExpression("SET x = :x").expressionAttributeValues(Map.of(":x", AttributeValue.fromS("y")))));
            denied("dynamodb:DeleteItem", () -> tables.transactWriteItems(call -> call.transactItems(item -> item.delete(
                    removal -> removal.tableName(audit).key(key("a"))))));
            denied("dynamodb:DeleteTable", () -> tables.deleteTable(call -> call.tableName(audit)));
        }
    }

    @Test
    @DisplayName("[R32] Recorder and Reconcile alone append evidence")
    void appendsEvidence() {
        String audit = cloud.attribute("AuditTable", "Ref");
        try (DynamoDbClient recorder = tables("Recorder"); DynamoDbClient device = tables("DeviceApi")) {
            recorder.putItem(call -> call.tableName(audit).item(key("written")));
            for (String other : List.of("OperatorApi", "AuditExport", "WorkflowTasks", "Sweep", "Anchor")) {
                try (DynamoDbClient tables = tables(other)) {
                    denied("dynamodb:PutItem", () -> tables.putItem(call -> call.tableName(audit).item(key("b"))));
                }
            }
            denied("dynamodb:PutItem", () -> device.putItem(call -> call.tableName(audit).item(key("b"))));
            assertThrows(DynamoDbException.class, () -> device.getItem(call -> call.tableName(audit).key(key("written"))));
        }
    }

    @Test
    @DisplayName("[R24] what devices call writes devices' items only: no rollout, group or chain; enrolment counts tokens too")
    void writesDevicesOnly() {
        String fleet = cloud.attribute("FleetTable", "Ref");
        try (DynamoDbClient device = tables("DeviceApi"); DynamoDbClient enrollment = tables("Enrollment")) {
            for (DynamoDbClient tables : List.of(device, enrollment)) {
                tables.putItem(call -> call.tableName(fleet).item(key("DEVICE#f#d")));
                for (String other : List.of("ROLLOUT#f#r", "GROUP#f#g", "CHAIN#f#0", "FLEETS")) {
                    denied("dynamodb:PutItem", () -> tables.putItem(call -> call.tableName(fleet).item(key(other))));
                    denied("dynamodb:UpdateItem", () -> tables.transactWriteItems(call -> call.transactItems(
                            item -> item.put(put -> put.tableName(fleet).item(key("DEVICE#f#d"))),
                            item -> item.update(update -> update.tableName(fleet).key(key(other)).updateExpression("SET x = :x")
                                    .expressionAttributeValues(Map.of(":x", AttributeValue.fromS("y")))))));
                }
            }
            denied("dynamodb:PutItem", () -> device.putItem(call -> call.tableName(fleet).item(key("FLEET#f"))));
            enrollment.putItem(call -> call.tableName(fleet).item(key("FLEET#f")));
        }
    }

    @Test
    @DisplayName("[R3] the device CA's key signs for enrolment alone, and fleets' keys only where their tag says whose they are")
    void guardsKeys() {
        String ca = cloud.attribute("DeviceCaKey", "Arn");
        try (KmsClient publisher = kms("Publisher"); KmsClient enrollment = kms("Enrollment")) {
            assertEquals(ca, enrollment.sign(call -> call.keyId(ca).message(bytes()).signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)).keyId());
            denied("kms:Sign", () -> publisher.sign(call -> call.keyId(ca).message(bytes())
                    .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)));
            denied("kms:CreateKey", () -> publisher.createKey(call -> call.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY")));
            denied("kms:CreateKey", () -> publisher.createKey(call -> call.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY")
                    .tags(tag -> tag.tagKey("groundswell-stack").tagValue("another"))));
            String own = publisher.createKey(call -> call.keySpec("ECC_NIST_P256").keyUsage("SIGN_VERIFY")
                    .tags(tag -> tag.tagKey("groundswell-stack").tagValue("groundswell"))).keyMetadata().arn();
            assertEquals(own, publisher.getPublicKey(call -> call.keyId(own)).keyId());
            denied("kms:GetPublicKey", () -> enrollment.getPublicKey(call -> call.keyId(own)));
        }
    }

    private static KmsClient kms(String function) {
        return KmsClient.builder().endpointOverride(endpoint()).region(Region.US_EAST_1).credentialsProvider(role(function))
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    private static SdkBytes bytes() {
        return SdkBytes.fromUtf8String("to be signed");
    }
}
