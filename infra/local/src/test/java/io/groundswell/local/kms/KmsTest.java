package io.groundswell.local.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.aws.ServiceError;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Principal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KmsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Principal OWNER = new Principal("AKIA", "000000000000", "arn:aws:iam::000000000000:root", "000000000000", true, List.of());
    private static final byte[] METADATA = "{\"_type\":\"timestamp\"}".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, ?> P256 = Map.of("KeySpec", "ECC_NIST_P256", "KeyUsage", "SIGN_VERIFY", "KeyPolicy", Map.of());

    private final Kms kms = Kms.inMemory(ACCOUNT, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    @DisplayName("[R3] an ECDSA signature over a digest, and over the raw message, verifies under the published key with any library")
    void signsWithP256() throws Exception {
        String key = create("ECC_NIST_P256");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(METADATA);
        byte[] overDigest = sign(key, "ECDSA_SHA_256", "DIGEST", digest);
        byte[] overMessage = sign(key, "ECDSA_SHA_256", "RAW", METADATA);
        for (byte[] signature : List.of(overDigest, overMessage)) {
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey(key))));
            verifier.update(METADATA);
            assertTrue(verifier.verify(signature));
        }
    }

    @Test
    @DisplayName("[R3] an Ed25519 signature over the raw message verifies; a digest is refused")
    void signsWithEd25519() throws Exception {
        String key = create("ECC_NIST_EDWARDS25519");
        byte[] signature = sign(key, "ED25519_SHA_512", "RAW", METADATA);
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey(key))));
        verifier.update(METADATA);
        assertTrue(verifier.verify(signature));
        assertEquals("ValidationException", assertThrows(ServiceError.class, () -> sign(key, "ED25519_SHA_512", "DIGEST", new byte[32])).code());
    }

    @Test
    @DisplayName("[R3] Verify says yes to the right signature and KMSInvalidSignatureException to any other")
    void verifies() {
        String key = create("ECC_NIST_P256");
        byte[] signature = sign(key, "ECDSA_SHA_256", "RAW", METADATA);
        assertTrue(call("Verify", verification(key, signature)).get("SignatureValid").booleanValue());
        signature[signature.length - 1] ^= 1;
        assertEquals("KMSInvalidSignatureException", error("Verify", verification(key, signature)).code());
        assertEquals("KMSInvalidSignatureException", error("Verify", verification(key, new byte[] {1, 2, 3})).code());
    }

    @Test
    @DisplayName("[R3] a raw message is at most 4096 bytes, a digest exactly 32")
    void boundsMessages() {
        String key = create("ECC_NIST_P256");
        assertTrue(sign(key, "ECDSA_SHA_256", "RAW", new byte[4096]).length > 60);
        assertEquals("ValidationException", assertThrows(ServiceError.class, () -> sign(key, "ECDSA_SHA_256", "RAW", new byte[4097])).code());
        assertEquals("ValidationException", assertThrows(ServiceError.class, () -> sign(key, "ECDSA_SHA_256", "DIGEST", new byte[31])).code());
    }

    @Test
    @DisplayName("[R5] a key answers to its id, its ARN, its alias and its alias's ARN")
    void resolvesEveryForm() {
        String key = create("ECC_NIST_P256");
        call("CreateAlias", Map.of("AliasName", "alias/fleet/north/publisher", "TargetKeyId", key));
        for (String id : List.of(key, "arn:aws:kms:us-east-1:000000000000:key/" + key, "alias/fleet/north/publisher",
                "arn:aws:kms:us-east-1:000000000000:alias/fleet/north/publisher")) {
            assertEquals(key, call("DescribeKey", Map.of("KeyId", id)).at("/KeyMetadata/KeyId").textValue(), id);
        }
        assertEquals("AlreadyExistsException", error("CreateAlias", Map.of("AliasName", "alias/fleet/north/publisher", "TargetKeyId", key)).code());
        assertEquals("NotFoundException", error("DescribeKey", Map.of("KeyId", "alias/none")).code());
        assertEquals("NotFoundException", error("DescribeKey", Map.of("KeyId", "arn:aws:kms:eu-west-1:000000000000:key/" + key)).code());
    }

    @Test
    @DisplayName("[R5] a key pending deletion signs nothing, can be brought back disabled, and is gone when its time has come")
    void deletesKeys(@TempDir Path directory) {
        var early = Kms.in(directory, ACCOUNT, Clock.fixed(NOW, ZoneOffset.UTC));
        String key = early.createKey("Key", P256).id();
        var request = Map.of("KeyId", key, "Message", "aGk=", "SigningAlgorithm", "ECDSA_SHA_256");
        var scheduled = call(early, "ScheduleKeyDeletion", Map.of("KeyId", key, "PendingWindowInDays", 7));
        assertEquals(Instant.parse("2026-03-08T12:00:00Z").getEpochSecond(), scheduled.get("DeletionDate").longValue());
        assertEquals("KMSInvalidStateException", assertThrows(ServiceError.class, () -> call(early, "Sign", request)).code());
        call(early, "CancelKeyDeletion", Map.of("KeyId", key));
        assertEquals("DisabledException", assertThrows(ServiceError.class, () -> call(early, "Sign", request)).code());
        call(early, "EnableKey", Map.of("KeyId", key));
        call(early, "Sign", request);
        call(early, "ScheduleKeyDeletion", Map.of("KeyId", key, "PendingWindowInDays", 7));
        var late = Kms.in(directory, ACCOUNT, Clock.fixed(NOW.plus(Duration.ofDays(7)), ZoneOffset.UTC));
        assertEquals("NotFoundException", assertThrows(ServiceError.class, () -> call(late, "Sign", request)).code());
    }

    @Test
    @DisplayName("[R5] with a directory keys, aliases and tags outlive a restart, readable by their owner alone")
    void survivesARestart(@TempDir Path directory) throws Exception {
        var first = Kms.in(directory, ACCOUNT, Clock.fixed(NOW, ZoneOffset.UTC));
        var key = first.createKey("DeviceCaKey", P256);
        first.createAlias(Map.of("AliasName", "alias/ca", "TargetKeyId", key.id()));
        call(first, "TagResource", Map.of("KeyId", key.id(), "Tags", List.of(Map.of("TagKey", "fleet", "TagValue", "north"))));
        var second = Kms.in(directory, ACCOUNT, Clock.fixed(NOW, ZoneOffset.UTC));
        assertEquals(key, second.createKey("DeviceCaKey", P256));
        assertEquals(call(first, "GetPublicKey", Map.of("KeyId", "alias/ca")), call(second, "GetPublicKey", Map.of("KeyId", "alias/ca")));
        assertEquals("north", call(second, "ListResourceTags", Map.of("KeyId", key.id())).at("/Tags/0/TagValue").textValue());
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file.toString());
            }
        }
        var other = Map.of("KeySpec", "ECC_NIST_EDWARDS25519", "KeyUsage", "SIGN_VERIFY");
        assertTrue(assertThrows(IllegalStateException.class, () -> second.createKey("DeviceCaKey", other)).getMessage().contains("ECC_NIST_P256"));
    }

    @Test
    @DisplayName("[R5] lists are cut into pages that join up")
    void pages() {
        for (int i = 0; i < 5; i++) {
            create("ECC_NIST_P256");
        }
        var first = call("ListKeys", Map.of("Limit", 3));
        var second = call("ListKeys", Map.of("Limit", 3, "Marker", first.get("NextMarker").textValue()));
        assertEquals(3, first.get("Keys").size());
        assertTrue(first.get("Truncated").booleanValue());
        assertEquals(2, second.get("Keys").size());
        assertEquals(5, java.util.stream.Stream.of(first, second).flatMap(page -> page.get("Keys").findValuesAsText("KeyId").stream()).distinct().count());
    }

    @ParameterizedTest
    @CsvSource({
        "CreateKey, KeySpec=RSA_2048;KeyUsage=SIGN_VERIFY, UnsupportedOperationException, RSA_2048",
        "CreateKey, KeySpec=ECC_NIST_P256;KeyUsage=KEY_AGREEMENT, UnsupportedOperationException, KEY_AGREEMENT",
        "CreateKey, KeySpec=ECC_NIST_P256;KeyUsage=SIGN_VERIFY;CustomKeyStoreId=c, UnsupportedOperationException, CustomKeyStoreId",
        "Encrypt, KeyId=a, UnknownOperationException, Encrypt",
        "Sign, Message=aGk=, ValidationException, KeyId",
        "DescribeKey, KeyId=00000000-0000-0000-0000-000000000000, NotFoundException, does not exist",
        "CreateAlias, AliasName=ca;TargetKeyId=x, ValidationException, alias/<name>"})
    @DisplayName("[R35] what KMS does not do here is refused with AWS's error, by name")
    void refusesByName(String operation, String fields, String code, String named) {
        var body = new java.util.HashMap<String, String>();
        for (String field : fields.split(";")) {
            body.put(field.split("=", 2)[0], field.split("=", 2)[1]);
        }
        var refusal = error(operation, body);
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(named), refusal.getMessage());
    }

    @Test
    @DisplayName("[R35] a template property that KMS does not know here is refused by name")
    void refusesUnknownProperties() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> kms.createKey("Key", Map.of("KeySpec", "ECC_NIST_P256", "RotationPeriodInDays", 90)));
        assertTrue(refusal.getMessage().contains("[RotationPeriodInDays]"), refusal.getMessage());
        assertThrows(IllegalArgumentException.class, () -> kms.createKey("Key", Map.of("KeySpec", "SYMMETRIC_DEFAULT", "KeyUsage", "SIGN_VERIFY")));
    }

    private String create(String spec) {
        return call("CreateKey", Map.of("KeySpec", spec, "KeyUsage", "SIGN_VERIFY")).at("/KeyMetadata/KeyId").textValue();
    }

    private byte[] sign(String key, String algorithm, String type, byte[] message) {
        var answer = call("Sign", Map.of("KeyId", key, "SigningAlgorithm", algorithm, "MessageType", type, "Message", base64(message)));
        return Base64.getDecoder().decode(answer.get("Signature").textValue());
    }

    private byte[] publicKey(String key) {
        return Base64.getDecoder().decode(call("GetPublicKey", Map.of("KeyId", key)).get("PublicKey").textValue());
    }

    private static Map<String, String> verification(String key, byte[] signature) {
        return Map.of("KeyId", key, "SigningAlgorithm", "ECDSA_SHA_256", "Message", base64(METADATA), "Signature", base64(signature));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private JsonNode call(String operation, Map<String, ?> fields) {
        return call(kms, operation, fields);
    }

    private static JsonNode call(Kms kms, String operation, Map<String, ?> fields) {
        try {
            return JSON.readTree(kms.handle(operation, JSON.writeValueAsBytes(fields), OWNER).body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ServiceError error(String operation, Map<String, ?> fields) {
        return assertThrows(ServiceError.class, () -> call(operation, fields));
    }
}
