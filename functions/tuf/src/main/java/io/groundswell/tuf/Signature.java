package io.groundswell.tuf;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** One entry of an envelope's signatures; the value is hex, but anything else is merely no vote. */
public record Signature(String keyId, String sig) {

    /** Both parts are required. */
    public Signature {
        Objects.requireNonNull(keyId, "keyId");
        Objects.requireNonNull(sig, "sig");
    }

    static Signature by(Signer signer, byte[] payload) {
        return new Signature(signer.key().keyId(), HexFormat.of().formatHex(signer.sign(payload)));
    }

    static Signature fromJson(Object json) {
        JsonFields fields = JsonFields.of("signature", json);
        return new Signature(fields.text("keyid"), fields.text("sig"));
    }

    Map<String, Object> toJson() {
        return Map.of("keyid", keyId, "sig", sig);
    }

    boolean isBy(Key key, byte[] payload) {
        byte[] raw;
        try {
            raw = HexFormat.of().parseHex(sig);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return key.verify(payload, raw);
    }
}
