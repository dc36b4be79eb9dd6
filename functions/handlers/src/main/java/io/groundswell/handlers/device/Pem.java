package io.groundswell.handlers.device;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Certificates as text. */
final class Pem {

    private static final int LINE = 64;
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String END = "\n-----END CERTIFICATE-----\n";

    private Pem() {
    }

    static String certificate(byte[] der) {
        return BEGIN + Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der) + END;
    }

    /** The DER of the first certificate in a text. */
    static byte[] firstCertificate(String pem) {
        int from = pem.indexOf(BEGIN.trim());
        int to = pem.indexOf(END.trim(), Math.max(from, 0));
        if (from < 0 || to < 0) {
            throw new IllegalStateException("a certificate in PEM was expected, found none");
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.trim().length(), to));
    }
}
