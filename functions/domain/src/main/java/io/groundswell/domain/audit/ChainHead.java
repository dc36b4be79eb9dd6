package io.groundswell.domain.audit;

import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.domain.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** The head as manifests and anchors show it. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("lane", lane.toString());
        members.put("sequence", sequence);
        members.put("hash", hash);
        return members;
    }

    /**
     * The heads of a list of {@link #members()}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static List<ChainHead> list(Object value) {
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException("heads must be a list, found " + value);
        }
        return list.stream().map(ChainHead::read).toList();
    }

    private static ChainHead read(Object value) {
        if (!(value instanceof Map<?, ?> head) || !(head.get("lane") instanceof String lane)
                || !(head.get("sequence") instanceof Number sequence) || !(head.get("hash") instanceof String hash)) {
            throw new IllegalArgumentException("a head has lane, sequence and hash, found " + value);
        }
        return new ChainHead(Lane.parse(lane), sequence.longValue(), hash);
    }

    /** The event in its place after this head: {@code hash = SHA-256(previous hash ‖ canonical JSON of the event)}. */
    public ChainedEvent append(AuditEvent event) {
        long next = sequence + 1;
        String digest = Sha256.hex(hash.getBytes(StandardCharsets.US_ASCII),
                CanonicalJson.encode(event.hashed(lane.toString(), next)));
        return new ChainedEvent(event, lane, next, hash, digest);
    }
}
