package io.groundswell.domain.audit;

import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.domain.time.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The heads of all lanes of a fleet at one moment, signed: {@code {"signed": {…}, "signature": "<hex>"}}.
 *
 * <p>The signature is ECDSA P-256 over the SHA-256 of the canonical JSON of {@code signed}, DER. Kept where nobody can
 * change it, an anchor proves later that the chains still are what they were (R32).
 *
 * @param at after the heads were read
 * @param heads the lanes that have events
 */
public record SignedAnchor(String fleet, Instant at, List<ChainHead> heads, byte[] signature) {

    public SignedAnchor {
        heads = List.copyOf(heads);
    }

    /** @param signer the signature of a message */
    public static SignedAnchor sign(String fleet, Instant at, List<ChainHead> heads, UnaryOperator<byte[]> signer) {
        return new SignedAnchor(fleet, at, heads, signer.apply(CanonicalJson.encode(signed(fleet, at, heads))));
    }

    /**
     * Reads what {@link #members()} wrote.
     *
     * @throws IllegalArgumentException saying what an anchor must be
     */
    public static SignedAnchor of(Map<String, ?> members) {
        if (!(members.get("signed") instanceof Map<?, ?> signed) || !(members.get("signature") instanceof String signature)
                || !(signed.get("fleet") instanceof String fleet) || !(signed.get("at") instanceof String at)) {
            throw new IllegalArgumentException("an anchor has signed fleet, at and heads, and a signature, found "
                    + members.keySet());
        }
        try {
            SignedAnchor anchor = new SignedAnchor(fleet, Instant.parse(at), ChainHead.list(signed.get("heads")),
                    HexFormat.of().parseHex(signature));
            if (!CanonicalJson.encodeToString(signed).equals(CanonicalJson.encodeToString(anchor.signed()))) {
                throw new IllegalArgumentException("an anchor has signed fleet, at and heads and nothing else, found "
                        + signed.keySet());
            }
            return anchor;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("an anchor's at is a moment, found " + at, e);
        }
    }

    /** The bytes that the signature covers. */
    public byte[] signedBytes() {
        return CanonicalJson.encode(signed());
    }

    /** The anchor as it is kept. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("signed", signed());
        members.put("signature", HexFormat.of().formatHex(signature));
        return members;
    }

    private Map<String, Object> signed() {
        return signed(fleet, at, heads);
    }

    private static Map<String, Object> signed(String fleet, Instant at, List<ChainHead> heads) {
        Map<String, Object> signed = new LinkedHashMap<>();
        signed.put("fleet", fleet);
        signed.put("at", Timestamps.format(at));
        signed.put("heads", heads.stream().map(ChainHead::members).toList());
        return signed;
    }
}
