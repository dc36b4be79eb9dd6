package io.groundswell.local.kms;

import io.groundswell.local.aws.JsonService;
import io.groundswell.local.aws.Response;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.property.PropertyMap;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * KMS for signing keys: {@code ECC_NIST_P256} and {@code ECC_NIST_EDWARDS25519}, usage {@code SIGN_VERIFY}.
 *
 * <p>Keys are made by callers or from the template's {@code AWS::KMS::Key} and {@code AWS::KMS::Alias} properties, and are kept in a directory when one is given.
 */
public final class Kms implements JsonService {

    /** What a template may say and one machine has no use for; permissions come from identity policies alone. */
    static final Set<String> WITHOUT_LOCAL_MEANING =
            Set.of("BypassPolicyLockoutSafetyCheck", "KeyPolicy", "PendingWindowInDays", "Tags");
    private static final Set<String> WITHOUT_RESOURCE = Set.of("CreateKey", "ListKeys", "ListAliases");

    private final Account account;
    private final KeyRing ring;
    private final KeyOperations operations;

    private Kms(Account account, Clock clock, Optional<KeyFiles> files) {
        this.account = account;
        this.ring = new KeyRing(account, clock, files);
        this.operations = new KeyOperations(account, clock, ring);
    }

    /** Keys that last as long as this object. */
    public static Kms inMemory(Account account, Clock clock) {
        return new Kms(account, clock, Optional.empty());
    }

    /** Keys kept in this directory. */
    public static Kms in(Path directory, Account account, Clock clock) {
        return new Kms(account, clock, Optional.of(new KeyFiles(directory)));
    }

    /**
     * The key of these {@code AWS::KMS::Key} properties, made when the directory does not hold it yet.
     *
     * @throws IllegalArgumentException if a property is not supported, naming it
     * @throws IllegalStateException if the key kept under this logical id has another spec
     */
    public SigningKey createKey(String logicalId, Map<String, ?> properties) {
        var key = PropertyMap.of("AWS::KMS::Key", properties);
        key.refuseUnknown(Set.of("Description", "Enabled", "EnableKeyRotation", "KeySpec", "KeyUsage", "MultiRegion", "Origin"), WITHOUT_LOCAL_MEANING);
        expect(key, "KeyUsage", "SIGN_VERIFY", true);
        expect(key, "Enabled", "true", false);
        expect(key, "EnableKeyRotation", "false", false);
        expect(key, "MultiRegion", "false", false);
        expect(key, "Origin", "AWS_KMS", false);
        KeySpec spec = spec(key);
        KmsKey made = ring.findByLogicalId(logicalId)
                .orElseGet(() -> operations.make(spec, key.has("Description") ? key.text("Description") : "", Optional.of(logicalId), Map.of()));
        if (made.spec() != spec) {
            throw new IllegalStateException("key " + logicalId + ": the template declares " + spec + ", the data directory holds " + made.spec()
                    + "; use another data directory or restore the template");
        }
        return new SigningKey(made.id(), ring.arn(made));
    }

    /**
     * Points the alias of these {@code AWS::KMS::Alias} properties at its key and returns its name.
     *
     * @throws IllegalArgumentException if a property is not supported, naming it
     */
    public String createAlias(Map<String, ?> properties) {
        var alias = PropertyMap.of("AWS::KMS::Alias", properties);
        alias.refuseUnknown(Set.of("AliasName", "TargetKeyId"), Set.of());
        String name = KeyOperations.aliasName(alias.text("AliasName"));
        ring.putAlias(name, alias.text("TargetKeyId"), false);
        return name;
    }

    @Override
    public String signingName() {
        return "kms";
    }

    @Override
    public String targetPrefix() {
        return "TrentService";
    }

    @Override
    public List<Access> accesses(String operation, byte[] body) {
        String action = "kms:" + operation;
        if (WITHOUT_RESOURCE.contains(operation)) {
            return operation.equals("CreateKey") ? KeyAccess.creating(account, KmsRequest.parse(body)) : List.of(new Access(action, "*"));
        }
        var request = KmsRequest.parse(body);
        if (operation.endsWith("Alias")) {
            String target = operation.equals("DeleteAlias") ? request.text("AliasName") : request.text("TargetKeyId");
            return List.of(new Access(action, ring.arn(ring.get(target))), new Access(action, account.arn("kms", request.text("AliasName"))));
        }
        return List.of(KeyAccess.of(operation, request, ring, ring.get(request.text("KeyId"))));
    }

    @Override
    public Response handle(String operation, byte[] body, Principal caller) {
        return Response.json(operations.call(operation, KmsRequest.parse(body)));
    }

    private static KeySpec spec(PropertyMap key) {
        String name = key.text("KeySpec");
        for (KeySpec spec : KeySpec.values()) {
            if (spec.name().equals(name)) {
                return spec;
            }
        }
        throw new IllegalArgumentException(key.at("KeySpec") + ": expected one of " + List.of(KeySpec.values()) + ", found '" + name + "'");
    }

    private static void expect(PropertyMap key, String name, String value, boolean required) {
        if ((required || key.has(name)) && !key.text(name).equals(value)) {
            throw new IllegalArgumentException(key.at(name) + ": expected " + value + ", found '" + key.text(name) + "'");
        }
    }
}
