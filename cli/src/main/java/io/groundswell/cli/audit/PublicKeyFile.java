package io.groundswell.cli.audit;

import io.groundswell.cli.UsageError;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The evidence key as a file: PEM, or the answer of {@code GET /fleets/{fleet}/keys} that holds it. */
final class PublicKeyFile {

    private static final Pattern PEM = Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final String FIELD = "evidence_key";

    private final Key key;

    private PublicKeyFile(Key key) {
        this.key = key;
    }

    static PublicKeyFile read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return new PublicKeyFile(parse(file, text.stripLeading().startsWith("{") ? member(file, text) : text));
        } catch (IOException e) {
            throw new UsageError("--key must be a file with a public key, found none to read at " + file);
        }
    }

    private static String member(Path file, String json) {
        try {
            if (StrictLines.read(json.getBytes(StandardCharsets.UTF_8)).get(FIELD) instanceof String pem) {
                return pem;
            }
        } catch (IllegalArgumentException e) {
            throw new UsageError("--key must be PEM or JSON with " + FIELD + ", found neither in " + file + ": "
                    + e.getMessage());
        }
        throw new UsageError("--key must be PEM or JSON with " + FIELD + ", found JSON without it in " + file);
    }

    private static Key parse(Path file, String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new UsageError("--key must be a public key in PEM (BEGIN PUBLIC KEY), found none in " + file);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            return Key.fromEcdsaP256(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | InvalidInput | IllegalArgumentException e) {
            throw new UsageError("--key must be an ECDSA key on the curve P-256, found another in " + file);
        }
    }

    String keyId() {
        return key.keyId();
    }

    boolean verifies(byte[] message, byte[] signature) {
        return key.verify(message, signature);
    }
}
