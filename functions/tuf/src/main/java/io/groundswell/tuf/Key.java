package io.groundswell.tuf;

import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.domain.json.Sha256;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A public key as TUF metadata carries it.
 *
 * <p>Keys of an unknown scheme, or whose value cannot be decoded, are kept and serialised unchanged but verify
 * nothing. The key id is taken from the metadata, not recomputed: what protects a threshold is that votes are counted
 * by {@link #identity()}, so one public key under two ids is one vote.
 */
public record Key(String keyId, String keyType, String scheme, Map<String, Object> keyval,
        Map<String, Object> unrecognized) {

    /** Copies the maps; the texts are required. */
    public Key {
        Objects.requireNonNull(keyId, "keyId");
        Objects.requireNonNull(keyType, "keyType");
        Objects.requireNonNull(scheme, "scheme");
        keyval = Collections.unmodifiableMap(new LinkedHashMap<>(keyval));
        unrecognized = Collections.unmodifiableMap(new LinkedHashMap<>(unrecognized));
    }

    /** The key of 32 raw Ed25519 public bytes. */
    public static Key fromEd25519(byte[] publicKey) {
        if (publicKey.length != 32) {
            throw new InvalidInput("an Ed25519 public key has 32 bytes, found " + publicKey.length);
        }
        return identified("ed25519", "ed25519", HexFormat.of().formatHex(publicKey));
    }

    /** The key of a P-256 public key; any other curve or algorithm is refused. */
    public static Key fromEcdsaP256(PublicKey publicKey) {
        try {
            if (!(publicKey instanceof ECPublicKey ec) || !SignatureScheme.isP256(ec.getParams())) {
                throw new InvalidInput("expected an ECDSA key on the curve P-256, found " + publicKey.getAlgorithm());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no P-256", e);
        }
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return identified("ecdsa", "ecdsa-sha2-nistp256", pem);
    }

    /** Reads a key whose id is the SHA-256 of its canonical form. */
    public static Key fromJson(Map<String, Object> json) {
        return fromJson(keyIdOf(json), json);
    }

    /** Reads a key under the id that the metadata gives it. */
    public static Key fromJson(String keyId, Map<String, Object> json) {
        JsonFields fields = JsonFields.of("key " + keyId, json);
        String keyType = fields.text("keytype");
        String scheme = fields.text("scheme");
        return new Key(keyId, keyType, scheme, fields.members("keyval"), fields.rest());
    }

    /** The form in which metadata carries the key. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>(unrecognized);
        json.put("keytype", keyType);
        json.put("scheme", scheme);
        json.put("keyval", keyval);
        return json;
    }

    /** The public key as text: hex for Ed25519, PEM for the others, empty where there is none. */
    public String publicValue() {
        return keyval.get("public") instanceof String text ? text : "";
    }

    /** Whether the signature over the message is by this key; false for anything unsupported or malformed. */
    public boolean verify(byte[] message, byte[] signature) {
        Optional<SignatureScheme> supported = SignatureScheme.of(keyType, scheme);
        if (supported.isEmpty()) {
            return false;
        }
        try {
            return supported.get().verify(publicValue(), message, signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // An undecodable key or signature is simply no vote: the threshold decides, and says so when it fails.
            return false;
        }
    }

    /** One text per public key, however it is written and whatever its id: the unit of voting. */
    public String identity() {
        Optional<SignatureScheme> supported = SignatureScheme.of(keyType, scheme);
        try {
            return supported.isEmpty() ? "unsupported:" + keyId : supported.get().identity(publicValue());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return "undecodable:" + keyId;
        }
    }

    private static Key identified(String keyType, String scheme, String publicValue) {
        Map<String, Object> keyval = Map.of("public", publicValue);
        Key anonymous = new Key("", keyType, scheme, keyval, Map.of());
        return new Key(keyIdOf(anonymous.toJson()), keyType, scheme, keyval, Map.of());
    }

    private static String keyIdOf(Map<String, Object> json) {
        return Sha256.hex(CanonicalJson.encode(json));
    }
}
