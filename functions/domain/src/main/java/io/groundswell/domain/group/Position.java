package io.groundswell.domain.group;

import io.groundswell.domain.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where a device stands in its group: SHA-256 of {@code <group>/<device>} (R14).
 *
 * @param hex 64 lower-case hexadecimal digits; their text order is the order of the group
 */
public record Position(String hex) implements Comparable<Position> {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    public Position {
        if (!DIGITS.matcher(hex).matches()) {
            throw new IllegalArgumentException("a position is 64 lower-case hexadecimal digits, found " + hex);
        }
    }

    public static Position of(String group, String device) {
        return new Position(Sha256.hex((group + "/" + device).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int compareTo(Position other) {
        return hex.compareTo(other.hex);
    }
}
