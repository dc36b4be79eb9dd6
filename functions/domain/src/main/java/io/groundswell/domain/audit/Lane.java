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

    /**
     * The lane that {@link #toString()} named.
     *
     * @throws IllegalArgumentException when it names none
     */
    public static Lane parse(String text) {
        int separator = text.lastIndexOf('#');
        if (separator < 1 || !text.substring(separator + 1).matches("0|[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("a lane is <fleet>#<number>, found " + text);
        }
        return new Lane(text.substring(0, separator), Integer.parseInt(text.substring(separator + 1)));
    }

    @Override
    public String toString() {
        return fleet + "#" + index;
    }
}
