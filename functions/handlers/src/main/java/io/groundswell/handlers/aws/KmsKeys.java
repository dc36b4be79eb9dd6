package io.groundswell.handlers.aws;

import io.groundswell.handlers.table.FleetKeys.OnlineKey;
import io.groundswell.tuf.Key;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/** Makes and retires the signing keys of fleets; the stack's tag is what permits their use. */
public final class KmsKeys {

    private static final int SHORTEST_DELETION_DAYS = 7;
    private static final int FRESH_ATTEMPTS = 8;
    private static final long FRESH_PAUSE_NANOS = 1_000_000_000;

    private final KmsClient kms;
    private final String stack;

    public KmsKeys(KmsClient kms, String stack) {
        this.kms = kms;
        this.stack = stack;
    }

    /** A new P-256 key for one role of one fleet. */
    public OnlineKey create(String fleet, String role) {
        String id = kms.createKey(request -> request.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY)
                .description("Signs the TUF role " + role + " of fleet " + fleet + ".")
                .tags(tag("groundswell-stack", stack), tag("groundswell-fleet", fleet), tag("groundswell-role", role)))
                .keyMetadata().keyId();
        return new OnlineKey(id, Key.fromEcdsaP256(publicKeyOfFresh(id)));
    }

    /** Gives up a key that nothing was signed with. */
    public void retire(OnlineKey key) {
        kms.scheduleKeyDeletion(request -> request.keyId(key.id()).pendingWindowInDays(SHORTEST_DELETION_DAYS));
    }

    /** The public half of a key. */
    public static PublicKey publicKey(KmsClient kms, String id) {
        byte[] der = kms.getPublicKey(request -> request.keyId(id)).publicKey().asByteArray();
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key " + id + " must be an elliptic curve key", e);
        }
    }

    /** A key and the permission that its tag gives become visible some moments after it was made. */
    private PublicKey publicKeyOfFresh(String id) {
        for (int attempt = 1; ; attempt++) {
            try {
                return publicKey(kms, id);
            } catch (KmsException e) {
                if (attempt == FRESH_ATTEMPTS || e.statusCode() >= 500) {
                    throw e;
                }
                LockSupport.parkNanos(FRESH_PAUSE_NANOS);
            }
        }
    }

    private static Tag tag(String name, String value) {
        return Tag.builder().tagKey(name).tagValue(value).build();
    }
}
