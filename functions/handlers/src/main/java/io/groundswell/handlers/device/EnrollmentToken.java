package io.groundswell.handlers.device;

import io.groundswell.domain.error.Unauthenticated;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.Names;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An enrolment token as its holder has it: {@code gst~<fleet>~<id>~<secret>}; no name contains {@code ~} (R2).
 *
 * @param secret 256 random bits, base64url; only its hash is ever stored
 */
record EnrollmentToken(String fleet, String id, String secret) {

    private static final String PREFIX = "gst";
    private static final String SEPARATOR = "~";
    private static final int PARTS = 4;
    private static final int MAX_TEXT = 256;
    private static final int ID_BYTES = 10;
    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    static EnrollmentToken generate(String fleet, SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new EnrollmentToken(fleet, HexFormat.of().formatHex(id),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** @throws Unauthenticated when the text is no token */
    static EnrollmentToken parse(String text) {
        String[] parts = text.length() > MAX_TEXT ? new String[0] : text.split(SEPARATOR, -1);
        if (parts.length != PARTS || !parts[0].equals(PREFIX) || !Names.isValid(parts[1]) || !Names.isValid(parts[2])
                || !SECRET.matcher(parts[3]).matches()) {
            throw refused("is not valid");
        }
        return new EnrollmentToken(parts[1], parts[2], parts[3]);
    }

    static Unauthenticated refused(String why) {
        return new Unauthenticated(Unauthenticated.TOKEN_REFUSED,
                "the enrolment token " + why + "; ask the operator of the fleet for another one");
    }

    /** What the holder is given, once. */
    String text() {
        return String.join(SEPARATOR, PREFIX, fleet, id, secret);
    }

    String secretHash() {
        return Sha256.hex(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** Compares in constant time. */
    boolean matches(String storedHash) {
        return MessageDigest.isEqual(secretHash().getBytes(StandardCharsets.US_ASCII),
                storedHash.getBytes(StandardCharsets.US_ASCII));
    }

    /** Keeps the secret out of messages and logs. */
    @Override
    public String toString() {
        return String.join(SEPARATOR, PREFIX, fleet, id, "…");
    }
}
