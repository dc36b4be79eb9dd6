package io.groundswell.tuf;

import io.groundswell.domain.json.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A signed role: the content, its signatures, and the exact bytes of the envelope.
 *
 * <p>Metadata that was read keeps the bytes as they came, so that hashes and stored copies stay true; metadata that is
 * made here is compact JSON with sorted keys. Signatures cover the canonical form of the content as it was read,
 * fields unknown to this version included.
 */
public final class Metadata<T extends Signed> {

    private static final int MAX_SIGNATURES = 256;

    private final T signed;
    private final List<Signature> signatures;
    private final Map<String, Object> envelope;
    private final byte[] payload;
    private final byte[] bytes;

    private Metadata(T signed, List<Signature> signatures, Map<String, Object> envelope, byte[] bytes) {
        this.signed = signed;
        this.signatures = List.copyOf(signatures);
        this.envelope = envelope;
        this.payload = CanonicalJson.encode(envelope.get("signed"));
        this.bytes = bytes;
    }

    /**
     * Reads metadata of one role; no signature is checked yet.
     *
     * @throws MetadataRefused if the bytes are not such metadata
     */
    public static <T extends Signed> Metadata<T> parse(Class<T> role, byte[] bytes) {
        Map<String, Object> envelope = StrictJson.readObject(bytes);
        JsonFields fields = JsonFields.of("metadata", envelope);
        T signed = Signed.read(role, fields.object("signed").rest());
        List<Object> entries = fields.items("signatures");
        if (entries.size() > MAX_SIGNATURES) {
            throw JsonFields.refuse("signatures: expected " + MAX_SIGNATURES + " at most, found " + entries.size());
        }
        List<Signature> signatures = entries.stream().map(Signature::fromJson).toList();
        requireDistinct(signatures);
        return new Metadata<>(signed, signatures, envelope, bytes.clone());
    }

    /** Builds metadata from its content and signs it. */
    public static <T extends Signed> Metadata<T> sign(T signed, Collection<? extends Signer> signers) {
        Map<String, Object> json = signed.toJson();
        byte[] payload = CanonicalJson.encode(json);
        List<Signature> signatures = signers.stream().map(signer -> Signature.by(signer, payload)).toList();
        requireDistinct(signatures);
        return rebuilt(signed, signatures, Map.of("signed", json));
    }

    /** The same content with one more signature, or with that key's signature replaced. */
    public Metadata<T> signedAlsoBy(Signer signer) {
        List<Signature> all = new ArrayList<>(signatures);
        all.removeIf(signature -> signature.keyId().equals(signer.key().keyId()));
        all.add(Signature.by(signer, payload));
        return rebuilt(signed, all, envelope);
    }

    private static <T extends Signed> Metadata<T> rebuilt(T signed, List<Signature> signatures, Map<String, Object> base) {
        Map<String, Object> envelope = new LinkedHashMap<>(base);
        envelope.put("signatures", signatures.stream().map(Signature::toJson).toList());
        return new Metadata<>(signed, signatures, envelope, StrictJson.write(envelope));
    }

    /** The content. */
    public T signed() {
        return signed;
    }

    /** The signatures, valid or not. */
    public List<Signature> signatures() {
        return signatures;
    }

    /** The envelope, byte for byte. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether these are the envelope's bytes. */
    public boolean hasBytes(byte[] other) {
        return Arrays.equals(bytes, other);
    }

    /** What the signatures cover. */
    byte[] payload() {
        return payload;
    }

    /** The specification forbids two signatures under one key id, even when the threshold is met without them. */
    private static void requireDistinct(List<Signature> signatures) {
        Set<String> keyIds = new HashSet<>();
        for (Signature signature : signatures) {
            if (!keyIds.add(signature.keyId())) {
                throw JsonFields.refuse("signatures: the key " + signature.keyId() + " is there twice");
            }
        }
    }
}
