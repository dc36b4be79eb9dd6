package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.group.Membership;
import io.groundswell.domain.group.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class WavePlanProperties {

    private static final long MILLIONTHS = 1_000_000;

    @Property
    @Label("[R13] any cut is the least number of devices that reaches the percent")
    void cutIsTheLeastNumberThatReachesIt(@ForAll @IntRange(min = 1) int n,
            @ForAll @LongRange(min = 1, max = 100 * MILLIONTHS) long millionths) {
        int cut = new Percent(BigDecimal.valueOf(millionths, 6)).cut(n);
        BigInteger share = BigInteger.valueOf(n).multiply(BigInteger.valueOf(millionths));
        BigInteger unit = BigInteger.valueOf(100 * MILLIONTHS);
        assertTrue(BigInteger.valueOf(cut).multiply(unit).compareTo(share) >= 0);
        assertTrue(BigInteger.valueOf(cut - 1L).multiply(unit).compareTo(share) < 0);
    }

    @Property
    @Label("[R13] the waves of any strategy partition any group, and the first is never empty")
    void wavesPartitionTheGroup(@ForAll @IntRange(min = 1, max = 2_000) int n,
            @ForAll("strategies") Strategy strategy) {
        List<Wave> waves = WavePlan.of(strategy.waves(), positions(n));
        assertEquals(strategy.waves().size(), waves.size());
        assertEquals(n, waves.stream().mapToInt(Wave::size).sum());
        assertTrue(waves.getFirst().size() >= 1);
        assertTrue(waves.stream().allMatch(wave -> wave.size() >= 0 && wave.approvedBy().isEmpty()));
    }

    @Property
    @Label("[R16] the stored bounds alone put every member in exactly the wave that counted it")
    void boundsAgreeWithSizes(@ForAll @IntRange(min = 1, max = 200) int n, @ForAll("strategies") Strategy strategy) {
        List<Membership> members = members(n);
        Rollout rollout = rollout(strategy, members);
        int[] counted = new int[strategy.waves().size()];
        int before = 0;
        for (Membership member : members) {
            int wave = rollout.waveOf(member).orElseThrow();
            assertTrue(wave >= before);
            counted[wave]++;
            before = wave;
        }
        assertEquals(rollout.waves().stream().map(Wave::size).toList(), IntStream.of(counted).boxed().toList());
    }

    @Property
    @Label("[R10] whoever was retired at creation is in no wave, and whoever retires later moves nobody")
    void retirementMovesNobody(@ForAll @IntRange(min = 2, max = 100) int n, @ForAll("strategies") Strategy strategy,
            @ForAll @IntRange(max = 99) int gone) {
        List<Membership> all = members(n);
        Membership retired = retired(all.get(gone % n), Rollouts.GROUP_CLOCK);
        List<Membership> live = new ArrayList<>(all);
        live.remove(gone % n);
        Rollout rollout = rollout(strategy, live);
        assertEquals(OptionalInt.empty(), rollout.waveOf(retired));
        for (Membership member : live) {
            assertEquals(rollout.waveOf(member), rollout.waveOf(retired(member, Rollouts.GROUP_CLOCK + 1)));
        }
    }

    @Provide
    Arbitrary<Strategy> strategies() {
        return Arbitraries.longs().between(1, 100 * MILLIONTHS - 1).set().ofMaxSize(99).map(cuts -> {
            List<WaveSpec> specs = new ArrayList<>();
            new TreeSet<>(cuts).forEach(cut -> specs.add(
                    new WaveSpec(new Percent(BigDecimal.valueOf(cut, 6)), Approval.AUTO)));
            specs.add(new WaveSpec(Percent.ALL, Approval.MANUAL));
            return new Strategy(specs, FailureTolerance.NONE, false);
        });
    }

    private static Rollout rollout(Strategy strategy, List<Membership> live) {
        return Rollout.create(Rollouts.ofWaves(1).build().plan(),
                WavePlan.of(strategy.waves(), live.stream().map(Membership::position).toList()));
    }

    private static Membership retired(Membership member, long tick) {
        return new Membership(member.group(), member.device(), member.position(), OptionalLong.of(tick));
    }

    private static List<Membership> members(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> new Membership("line-a", "press-" + i, Position.of("line-a", "press-" + i),
                        OptionalLong.empty()))
                .sorted(Comparator.comparing(Membership::position)).toList();
    }

    private static List<Position> positions(int n) {
        return IntStream.range(0, n).mapToObj(i -> new Position("%064x".formatted(i))).toList();
    }
}
