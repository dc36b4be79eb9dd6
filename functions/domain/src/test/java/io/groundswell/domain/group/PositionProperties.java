package io.groundswell.domain.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PositionProperties {

    @Property
    @Label("[R14] the same group and device always have the same position, of 64 lower-case digits")
    void positionsAreStable(@ForAll("names") String group, @ForAll("names") String device) {
        Position position = Position.of(group, device);
        assertEquals(position, Position.of(group, device));
        assertTrue(position.hex().matches("[0-9a-f]{64}"));
    }

    @Property
    @Label("[R14] another group or another device is another position, also where the names run together")
    void positionsDiffer(@ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
        Set<Position> positions = new HashSet<>(
                List.of(Position.of(a, b + c), Position.of(a + b, c), Position.of(a, b + c + "x")));
        assertEquals(3, positions.size());
    }

    @Property
    @Label("[R14] text order, which the table keeps, is the order of positions")
    void textOrderIsPositionOrder(@ForAll("names") String a, @ForAll("names") String b) {
        Position left = Position.of("g", a);
        Position right = Position.of("g", b);
        assertEquals(Integer.signum(left.compareTo(right)), Integer.signum(left.hex().compareTo(right.hex())));
    }

    @Property
    @Label("[R14] no device is first in every group: over forty groups, many devices of the fleet lead")
    void noDeviceIsAlwaysTheCanary(@ForAll("names") String prefix) {
        List<String> fleet = IntStream.range(0, 20).mapToObj(i -> "press-" + i).toList();
        Set<String> canaries = new HashSet<>();
        for (int group = 0; group < 40; group++) {
            String name = prefix + group;
            canaries.add(fleet.stream().min(Comparator.comparing(device -> Position.of(name, device))).orElseThrow());
        }
        assertNotEquals(1, canaries.size());
        assertTrue(canaries.size() >= 5, () -> "40 groups share only the canaries " + canaries);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().alpha().numeric().withChars("._-").ofMinLength(1).ofMaxLength(20);
    }
}
