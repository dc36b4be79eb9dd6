package io.groundswell.local.iam;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding as Signature Version 4 defines it: every byte but the unreserved characters, hex in upper case. */
public final class UriText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~";

    private UriText() {
    }

    /** Encodes a query name, a query value or one path segment. */
    public static String encode(String text) {
        return encode(text, UNRESERVED);
    }

    /** Encodes a path, leaving its slashes. */
    public static String encodePath(String path) {
        return encode(path, UNRESERVED + "/");
    }

    /**
     * Decodes percent-escapes.
     *
     * @throws IllegalArgumentException if an escape is cut short or not hexadecimal
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c == '%') {
                bytes.write(escaped(text, i));
                i += 3;
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int escaped(String text, int at) {
        if (at + 2 >= text.length() || !HexFormat.isHexDigit(text.charAt(at + 1)) || !HexFormat.isHexDigit(text.charAt(at + 2))) {
            throw new SignatureRefused(Verification.Reason.MALFORMED, "expected two hex digits after % in '" + text + "'");
        }
        return HexFormat.fromHexDigits(text, at + 1, at + 3);
    }

    private static String encode(String text, String kept) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letterOrDigit = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (letterOrDigit || kept.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
