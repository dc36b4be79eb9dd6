package io.groundswell.local.stepfunctions.execution;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An execution's secret for task tokens.
 *
 * <p>A token is the execution's id, the attempt's event id and their HMAC: it survives a restart without being
 * stored, cannot be made up, and one from an earlier attempt is recognised as late rather than unknown.
 */
public final class TokenKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int CLAIM_BYTES = 24;

    private final byte[] secret;

    private TokenKey(byte[] secret) {
        this.secret = secret;
    }

    static TokenKey generate() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new TokenKey(secret);
    }

    static TokenKey decode(String text) {
        return new TokenKey(Base64.getDecoder().decode(text));
    }

    String encode() {
        return Base64.getEncoder().encodeToString(secret);
    }

    /** The token of one attempt. */
    public String token(UUID execution, long attempt) {
        byte[] claim = ByteBuffer.allocate(CLAIM_BYTES).putLong(execution.getMostSignificantBits())
                .putLong(execution.getLeastSignificantBits()).putLong(attempt).array();
        byte[] signed = Arrays.copyOf(claim, CLAIM_BYTES + SECRET_BYTES);
        System.arraycopy(mac(claim), 0, signed, CLAIM_BYTES, SECRET_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** What a token says about itself, not yet believed; empty if it does not have a token's form. */
    static Optional<Claim> claim(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length != CLAIM_BYTES + SECRET_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return Optional.of(new Claim(new UUID(buffer.getLong(), buffer.getLong()), buffer.getLong()));
    }

    /** Whether this key made the token. */
    boolean made(String token, Claim claim) {
        byte[] expected = token(claim.execution(), claim.attempt()).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] mac(byte[] claim) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(claim);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "TokenKey[hidden]";
    }

    record Claim(UUID execution, long attempt) {
    }
}
