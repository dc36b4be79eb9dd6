package io.groundswell.domain.audit;

import io.groundswell.domain.json.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One of a fleet's chains. All events of one partition share a lane, so they stay ordered; several lanes keep one
 * head from limiting the fleet.
 */
public record Lane(String fleet, int index) {

    /** The lane of a partition key. */
    public static Lane of(String fleet, String partitionKey, int lanes) {
        byte[] digest = Sha256.of(partitionKey.getBytes(StandardCharsets.UTF_8));
        return new Lane(fleet, Math.floorMod(ByteBuffer.wrap(digest).getInt(), lanes));
    }

    @Override
    public String toString() {
        return fleet + "#" + index;
    }
}
