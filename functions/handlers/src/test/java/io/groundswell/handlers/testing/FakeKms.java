package io.groundswell.handlers.testing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.Tag;

/** A key service in memory: real P-256 keys that really sign; a key under deletion refuses. */
public final class FakeKms implements KmsClient {

    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final Map<String, List<Tag>> tags = new ConcurrentHashMap<>();
    private final List<String> retired = new CopyOnWriteArrayList<>();
    private final AtomicInteger signatures = new AtomicInteger();

    /** Adds a key as a template would. */
    public String addKey() {
        String id = "key-" + (keys.size() + 1);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys.put(id, generator.generateKeyPair());
            return id;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<Tag> tagsOf(String id) {
        return tags.get(id);
    }

    public int keyCount() {
        return keys.size();
    }

    public List<String> retired() {
        return List.copyOf(retired);
    }

    public int signatures() {
        return signatures.get();
    }

    @Override
    public synchronized CreateKeyResponse createKey(CreateKeyRequest request) {
        if (request.keySpec() != KeySpec.ECC_NIST_P256) {
            throw new UnsupportedOperationException("this fake makes P-256 keys only");
        }
        String id = addKey();
        tags.put(id, request.tags());
        return CreateKeyResponse.builder().keyMetadata(metadata -> metadata.keyId(id)).build();
    }

    @Override
    public GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
        return GetPublicKeyResponse.builder()
                .publicKey(SdkBytes.fromByteArray(usable(request.keyId()).getPublic().getEncoded())).build();
    }

    @Override
    public SignResponse sign(SignRequest request) {
        if (request.messageType() != MessageType.DIGEST
                || request.signingAlgorithm() != SigningAlgorithmSpec.ECDSA_SHA_256) {
            throw new UnsupportedOperationException("this fake signs SHA-256 digests only");
        }
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA");
            signature.initSign(usable(request.keyId()).getPrivate());
            signature.update(request.message().asByteArray());
            signatures.incrementAndGet();
            return SignResponse.builder().signature(SdkBytes.fromByteArray(signature.sign())).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
        usable(request.keyId());
        retired.add(request.keyId());
        return ScheduleKeyDeletionResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held outside of memory.
    }

    private KeyPair usable(String id) {
        if (!keys.containsKey(id) || retired.contains(id)) {
            throw new IllegalStateException("key " + id + " does not exist or is under deletion");
        }
        return keys.get(id);
    }
}
