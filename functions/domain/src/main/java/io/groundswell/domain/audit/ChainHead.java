package io.groundswell.domain.audit;

import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.domain.json.Sha256;
import java.nio.charset.StandardCharsets;

/**
 * The end of one lane's chain.
 *
 * @param sequence of the last event, 0 before the first
 * @param hash of the last event, 64 hexadecimal digits; all zeros before the first
 */
public record ChainHead(Lane lane, long sequence, String hash) {

    private static final String ORIGIN = "0".repeat(64);

    public static ChainHead origin(Lane lane) {
        return new ChainHead(lane, 0, ORIGIN);
    }

    /** The event in its place after this head: {@code hash = SHA-256(previous hash ‖ canonical JSON of the event)}. */
    public ChainedEvent append(AuditEvent event) {
        long next = sequence + 1;
        String digest = Sha256.hex(hash.getBytes(StandardCharsets.US_ASCII),
                CanonicalJson.encode(event.hashed(lane.toString(), next)));
        return new ChainedEvent(event, lane, next, hash, digest);
    }
}
