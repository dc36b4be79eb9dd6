package io.groundswell.handlers.device;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The stack's CA certificate, read once: it never changes. */
final class StoredCa implements Supplier<CaCertificate> {

    private static final int MAX_PEM = 64 * 1024;

    private final Bucket bucket;
    private final String key;
    private volatile CaCertificate certificate;

    StoredCa(Bucket bucket, String key) {
        this.bucket = bucket;
        this.key = key;
    }

    @Override
    public CaCertificate get() {
        CaCertificate known = certificate;
        if (known == null) {
            known = bucket.find(key, MAX_PEM).flatMap(Bucket.Found::bytes)
                    .map(bytes -> CaCertificate.parse(new String(bytes, StandardCharsets.US_ASCII)))
                    .orElseThrow(() -> new IllegalStateException("object " + key
                            + " must hold the device CA's certificate, found none; the stack's DeviceCa resource makes it"));
            certificate = known;
        }
        return known;
    }
}
