package io.groundswell.local.iam;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies the chain of chunk signatures of one streamed upload, starting from the signature of its request; use it from one thread.
 */
public final class ChunkSignatures {

    private static final String NO_BYTES = SignedRequest.sha256Hex(new byte[0]);

    private final byte[] key;
    private final String timestamp;
    private final String scope;
    private String previous;

    ChunkSignatures(byte[] key, String timestamp, String scope, String seed) {
        this.key = key.clone();
        this.timestamp = timestamp;
        this.scope = scope;
        this.previous = seed;
    }

    /** Whether the next chunk, given by the hash of its bytes, carries the right signature. */
    public boolean chunk(String sha256Hex, String signature) {
        return next(String.join("\n", "AWS4-HMAC-SHA256-PAYLOAD", timestamp, scope, previous, NO_BYTES, sha256Hex), signature);
    }

    /** Whether the trailer, given by the hash of its canonical lines, carries the right signature. */
    public boolean trailer(String sha256Hex, String signature) {
        return next(String.join("\n", "AWS4-HMAC-SHA256-TRAILER", timestamp, scope, previous, sha256Hex), signature);
    }

    private boolean next(String stringToSign, String signature) {
        String expected = HexFormat.of().formatHex(hmac(key, stringToSign));
        previous = expected;
        return same(expected, signature);
    }

    static boolean same(String expected, String found) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
