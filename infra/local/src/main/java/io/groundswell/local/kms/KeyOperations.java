package io.groundswell.local.kms;

import io.groundswell.local.aws.ServiceError;
import io.groundswell.local.iam.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** The operations of the KMS API; each takes the request's fields and returns the answer's. */
final class KeyOperations {

    private final Account account;
    private final Clock clock;
    private final KeyRing ring;

    KeyOperations(Account account, Clock clock, KeyRing ring) {
        this.account = account;
        this.clock = clock;
        this.ring = ring;
    }

    Map<String, ?> call(String operation, KmsRequest request) {
        return switch (operation) {
            case "CreateKey" -> createKey(request);
            case "DescribeKey" -> describeKey(request);
            case "ListKeys" -> listKeys(request);
            case "GetPublicKey" -> getPublicKey(request);
            case "Sign" -> sign(request);
            case "Verify" -> verify(request);
            case "CreateAlias" -> putAlias(request, true);
            case "UpdateAlias" -> putAlias(request, false);
            case "DeleteAlias" -> deleteAlias(request);
            case "ListAliases" -> listAliases(request);
            case "EnableKey" -> setEnabled(request, true);
            case "DisableKey" -> setEnabled(request, false);
            case "ScheduleKeyDeletion" -> scheduleDeletion(request);
            case "CancelKeyDeletion" -> cancelDeletion(request);
            case "TagResource" -> tag(request);
            case "ListResourceTags" -> listTags(request);
            default -> throw ServiceError.client("UnknownOperationException", "KMS operation " + operation + " is not available locally");
        };
    }

    KmsKey make(KeySpec spec, String description, Optional<String> logicalId, Map<String, String> tags) {
        var key = new KmsKey(UUID.randomUUID().toString(), spec, spec.generate(), description, clock.instant(), logicalId, true, Optional.empty(), tags);
        ring.add(key);
        return key;
    }

    static String aliasName(String name) {
        if (!name.matches("alias/[a-zA-Z0-9/_-]{1,250}") || name.startsWith("alias/aws/")) {
            throw ServiceError.client("ValidationException", "AliasName: expected alias/<name> of A-Z a-z 0-9 / _ -, not alias/aws/, found '" + name + "'");
        }
        return name;
    }

    private Map<String, ?> createKey(KmsRequest request) {
        request.only("KeySpec", "CustomerMasterKeySpec", "KeyUsage", "Description", "Tags", "Policy", "Origin", "MultiRegion", "BypassPolicyLockoutSafetyCheck");
        String usage = request.text("KeyUsage", "ENCRYPT_DECRYPT");
        if (!usage.equals("SIGN_VERIFY")) {
            throw ServiceError.client("UnsupportedOperationException", "KeyUsage " + usage + " is not available locally, only SIGN_VERIFY is");
        }
        if (!request.text("Origin", "AWS_KMS").equals("AWS_KMS") || request.body().path("MultiRegion").asBoolean()) {
            throw ServiceError.client("UnsupportedOperationException", "only keys of Origin AWS_KMS in a single region are available locally");
        }
        String spec = request.text("KeySpec", request.text("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"));
        String description = request.has("Description") ? request.body().get("Description").asText() : "";
        return Map.of("KeyMetadata", metadata(make(KeySpec.named(spec), description, Optional.empty(), request.tags("Tags"))));
    }

    private Map<String, ?> describeKey(KmsRequest request) {
        request.only("KeyId");
        return Map.of("KeyMetadata", metadata(ring.get(request.text("KeyId"))));
    }

    private Map<String, ?> listKeys(KmsRequest request) {
        request.only("Limit", "Marker");
        return Page.of(ring.keys(), KmsKey::id, request, 100, 1_000).answer("Keys", key -> Map.of("KeyId", key.id(), "KeyArn", ring.arn(key)));
    }

    private Map<String, ?> getPublicKey(KmsRequest request) {
        request.only("KeyId");
        KmsKey key = usable(request);
        return Map.of("KeyId", ring.arn(key), "KeySpec", key.spec().name(), "CustomerMasterKeySpec", key.spec().name(), "KeyUsage", "SIGN_VERIFY",
                "SigningAlgorithms", List.of(key.spec().signingAlgorithm()), "PublicKey", base64(key.pair().getPublic().getEncoded()));
    }

    private Map<String, ?> sign(KmsRequest request) {
        request.only("KeyId", "Message", "MessageType", "SigningAlgorithm");
        KmsKey key = usable(request);
        return Map.of("KeyId", ring.arn(key), "SigningAlgorithm", key.spec().signingAlgorithm(), "Signature", base64(Signing.sign(key, request)));
    }

    private Map<String, ?> verify(KmsRequest request) {
        request.only("KeyId", "Message", "MessageType", "Signature", "SigningAlgorithm");
        KmsKey key = usable(request);
        Signing.verify(key, request);
        return Map.of("KeyId", ring.arn(key), "SigningAlgorithm", key.spec().signingAlgorithm(), "SignatureValid", true);
    }

    private Map<String, ?> putAlias(KmsRequest request, boolean create) {
        request.only("AliasName", "TargetKeyId");
        String target = request.text("TargetKeyId");
        if (target.contains("alias/")) {
            throw ServiceError.client("ValidationException", "Aliases must refer to keys. Not aliases");
        }
        ring.putAlias(aliasName(request.text("AliasName")), target, create);
        return Map.of();
    }

    private Map<String, ?> deleteAlias(KmsRequest request) {
        request.only("AliasName");
        ring.removeAlias(aliasName(request.text("AliasName")));
        return Map.of();
    }

    private Map<String, ?> listAliases(KmsRequest request) {
        request.only("KeyId", "Limit", "Marker");
        Optional<String> wanted = request.has("KeyId") ? Optional.of(ring.get(request.text("KeyId")).id()) : Optional.empty();
        var aliases = ring.aliases().entrySet().stream().filter(alias -> wanted.isEmpty() || wanted.get().equals(alias.getValue())).toList();
        Function<Map.Entry<String, String>, Object> entry = alias -> Map.of("AliasName", alias.getKey(),
                "AliasArn", account.arn("kms", alias.getKey()), "TargetKeyId", alias.getValue());
        return Page.of(aliases, Map.Entry::getKey, request, 50, 100).answer("Aliases", entry);
    }

    private Map<String, ?> setEnabled(KmsRequest request, boolean enabled) {
        request.only("KeyId");
        ring.change(request.text("KeyId"), key -> notPending(key).withEnabled(enabled));
        return Map.of();
    }

    private Map<String, ?> scheduleDeletion(KmsRequest request) {
        request.only("KeyId", "PendingWindowInDays");
        int days = request.number("PendingWindowInDays", 30, 7, 30);
        Instant at = clock.instant().plus(Duration.ofDays(days));
        KmsKey key = ring.change(request.text("KeyId"), current -> notPending(current).withDeletion(Optional.of(at)));
        return Map.of("KeyId", ring.arn(key), "DeletionDate", seconds(at), "KeyState", key.state(), "PendingWindowInDays", days);
    }

    private Map<String, ?> cancelDeletion(KmsRequest request) {
        request.only("KeyId");
        KmsKey key = ring.change(request.text("KeyId"), current -> {
            if (current.deletion().isEmpty()) {
                throw invalidState(current, "is not pending deletion.");
            }
            return current.withDeletion(Optional.empty());
        });
        return Map.of("KeyId", ring.arn(key));
    }

    private Map<String, ?> tag(KmsRequest request) {
        request.only("KeyId", "Tags");
        ring.change(request.text("KeyId"), key -> {
            var tags = new TreeMap<>(notPending(key).tags());
            tags.putAll(request.tags("Tags"));
            return key.withTags(tags);
        });
        return Map.of();
    }

    private Map<String, ?> listTags(KmsRequest request) {
        request.only("KeyId", "Limit", "Marker");
        var tags = List.copyOf(new TreeMap<>(ring.get(request.text("KeyId")).tags()).entrySet());
        return Page.of(tags, Map.Entry::getKey, request, 50, 50)
                .answer("Tags", tag -> Map.of("TagKey", tag.getKey(), "TagValue", tag.getValue()));
    }

    private KmsKey usable(KmsRequest request) {
        KmsKey key = notPending(ring.get(request.text("KeyId")));
        if (!key.enabled()) {
            throw ServiceError.client("DisabledException", ring.arn(key) + " is disabled.");
        }
        return key;
    }

    private KmsKey notPending(KmsKey key) {
        if (key.deletion().isPresent()) {
            throw invalidState(key, "is pending deletion.");
        }
        return key;
    }

    private ServiceError invalidState(KmsKey key, String what) {
        return ServiceError.client("KMSInvalidStateException", ring.arn(key) + " " + what);
    }

    private Map<String, Object> metadata(KmsKey key) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("AWSAccountId", account.id());
        fields.put("KeyId", key.id());
        fields.put("Arn", ring.arn(key));
        fields.put("CreationDate", seconds(key.created()));
        fields.put("Enabled", key.enabled());
        fields.put("Description", key.description());
        fields.put("KeyUsage", "SIGN_VERIFY");
        fields.put("KeyState", key.state());
        fields.put("Origin", "AWS_KMS");
        fields.put("KeyManager", "CUSTOMER");
        fields.put("KeySpec", key.spec().name());
        fields.put("CustomerMasterKeySpec", key.spec().name());
        fields.put("SigningAlgorithms", List.of(key.spec().signingAlgorithm()));
        fields.put("MultiRegion", false);
        key.deletion().ifPresent(at -> fields.put("DeletionDate", seconds(at)));
        return fields;
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1000.0;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
