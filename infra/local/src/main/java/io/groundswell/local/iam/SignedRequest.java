package io.groundswell.local.iam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request as it arrived, as far as a signature covers it.
 *
 * @param rawPath the path as sent, still percent-encoded
 * @param rawQuery the query as sent, empty when there is none
 * @param headers names in lower case, each with every value received
 * @param bodySha256 hex hash of the body; empty when the body is not read yet, which only S3 can do
 */
public record SignedRequest(String method, String rawPath, String rawQuery, Map<String, List<String>> headers, Optional<String> bodySha256) {

    public SignedRequest {
        var lowered = new TreeMap<String, List<String>>();
        headers.forEach((name, values) -> lowered.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lowered);
        rawPath = rawPath == null || rawPath.isEmpty() ? "/" : rawPath;
        rawQuery = rawQuery == null ? "" : rawQuery;
    }

    /** A request whose body was read. */
    public static SignedRequest of(String method, String rawPath, String rawQuery, Map<String, List<String>> headers, byte[] body) {
        return new SignedRequest(method, rawPath, rawQuery, headers, Optional.of(sha256Hex(body)));
    }

    /** A request whose body is still to be read; the S3 front checks it against the payload hash that was signed. */
    public static SignedRequest unread(String method, String rawPath, String rawQuery, Map<String, List<String>> headers) {
        return new SignedRequest(method, rawPath, rawQuery, headers, Optional.empty());
    }

    /** The header's only value, or empty when it is absent or sent more than once. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).filter(values -> values.size() == 1).map(List::getFirst);
    }

    static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
