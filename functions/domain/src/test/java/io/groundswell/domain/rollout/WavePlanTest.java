package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.group.Position;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WavePlanTest {

    @Test
    @DisplayName("[R13] a wave holds the positions from the previous cut up to its own")
    void splitsByCut() {
        List<Wave> waves = WavePlan.of(specs("10", "50", "100"), positions(12));
        assertEquals(List.of(2, 4, 6), sizes(waves));
        assertEquals(List.of(position(1).hex(), position(5).hex(), position(11).hex()),
                waves.stream().map(Wave::bound).toList());
        assertEquals(List.of(0, 1, 2), waves.stream().map(Wave::index).toList());
    }

    @Test
    @DisplayName("[R13] a group of one gives one device to the first wave and none to the others")
    void emptyWavesComeAfterTheFirst() {
        List<Wave> waves = WavePlan.of(specs("1", "5", "100"), positions(1));
        assertEquals(List.of(1, 0, 0), sizes(waves));
    }

    @Test
    @DisplayName("[R13] 0.1 % of 1,000 is one device, of 1,001 two")
    void cutsTinyShares() {
        assertEquals(List.of(1, 999), sizes(WavePlan.of(specs("0.1", "100"), positions(1_000))));
        assertEquals(List.of(2, 999), sizes(WavePlan.of(specs("0.1", "100"), positions(1_001))));
    }

    @Test
    @DisplayName("[R13] a group without a live device is refused")
    void refusesAnEmptyGroup() {
        assertEquals("the group must have at least one live device, found none: every member was decommissioned",
                assertThrows(InvalidRequest.class, () -> WavePlan.of(specs("100"), List.of())).getMessage());
    }

    @Test
    @DisplayName("[R14] positions out of order, or twice, have no split")
    void refusesUnorderedPositions() {
        assertThrows(IllegalArgumentException.class,
                () -> WavePlan.of(specs("100"), List.of(position(2), position(1))));
        assertThrows(IllegalArgumentException.class,
                () -> WavePlan.of(specs("100"), List.of(position(1), position(1))));
    }

    @Test
    @DisplayName("[R14] a device's wave follows from its position and the stored bounds")
    void findsTheWaveByBound() {
        Rollout rollout = Rollouts.ofWaves(1, 1).build();
        assertEquals(OptionalInt.of(0), rollout.waveOf(new Position("00" + "f".repeat(62))));
        assertEquals(OptionalInt.of(1), rollout.waveOf(new Position("01" + "0".repeat(62))));
        assertEquals(OptionalInt.of(1), rollout.waveOf(new Position("01" + "f".repeat(62))));
        assertEquals(OptionalInt.empty(), rollout.waveOf(new Position("02" + "0".repeat(62))));
    }

    @Test
    @DisplayName("[R10] a member that was retired at creation is in no wave; one retired since is still counted")
    void retiredMembersAreNotCounted() {
        Rollout rollout = Rollouts.ofWaves(1, 1).build();
        assertEquals(OptionalInt.of(1), rollout.waveOf(memberRetired(OptionalLong.empty())));
        assertEquals(OptionalInt.of(1), rollout.waveOf(memberRetired(OptionalLong.of(Rollouts.GROUP_CLOCK + 1))));
        assertEquals(OptionalInt.empty(), rollout.waveOf(memberRetired(OptionalLong.of(Rollouts.GROUP_CLOCK))));
    }

    private static List<Integer> sizes(List<Wave> waves) {
        return waves.stream().map(Wave::size).toList();
    }

    private static Membership memberRetired(OptionalLong tick) {
        return new Membership("line-a", "press-1", Rollouts.positionIn(1), tick);
    }

    private static List<WaveSpec> specs(String... percents) {
        return Arrays.stream(percents)
                .map(percent -> new WaveSpec(new Percent(new BigDecimal(percent)), Approval.AUTO)).toList();
    }

    private static List<Position> positions(int n) {
        return IntStream.range(0, n).mapToObj(WavePlanTest::position).toList();
    }

    private static Position position(int i) {
        return new Position("%064x".formatted(i));
    }
}
