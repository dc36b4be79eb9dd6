package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.groundswell.domain.error.InvalidRequest;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {

    @Test
    @DisplayName("[R12] no strategy is one automatic wave to 100 %, tolerance 0")
    void defaultsToOneWave() {
        assertEquals(List.of(new WaveSpec(Percent.ALL, Approval.AUTO)), Strategy.DEFAULT.waves());
        assertEquals("0", Strategy.DEFAULT.tolerance().toString());
        assertFalse(Strategy.DEFAULT.separationOfDuties());
    }

    @Test
    @DisplayName("[R12] 1 to 100 waves, strictly increasing, the last 100 %")
    void acceptsValidStrategies() {
        assertEquals(1, strategy("100.0").waves().size());
        assertEquals(3, strategy("0.1", "33.333333", "100").waves().size());
        assertEquals(100, strategy(percentsTo(100)).waves().size());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(new String[] {}, "strategy.waves must have 1 to 100 entries, found 0"),
                arguments(new String[] {"99.999999"},
                        "the last entry of strategy.waves must have percent 100, found 99.999999"),
                arguments(new String[] {"10", "10", "100"},
                        "strategy.waves[1].percent must be greater than the wave before it (10), found 10"),
                arguments(new String[] {"10", "20", "15", "100"},
                        "strategy.waves[2].percent must be greater than the wave before it (20), found 15"),
                arguments(new String[] {"100", "100.0"},
                        "strategy.waves[1].percent must be greater than the wave before it (100), found 100"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    @DisplayName("[R12] any other list of waves is refused, with the entry that is wrong")
    void refusesOtherLists(String[] percents, String message) {
        assertEquals(message, assertThrows(InvalidRequest.class, () -> strategy(percents)).getMessage());
    }

    @Test
    @DisplayName("[R12] 101 waves are too many")
    void refusesTooManyWaves() {
        String[] tenths = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> i == 101 ? "100" : BigDecimal.valueOf(i).movePointLeft(1).toString()).toArray(String[]::new);
        assertEquals("strategy.waves must have 1 to 100 entries, found 101",
                assertThrows(InvalidRequest.class, () -> strategy(tenths)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "manual, MANUAL"})
    @DisplayName("[R12] approval is auto or manual")
    void knowsTwoApprovals(String word, Approval approval) {
        assertEquals(approval, Approval.parse(word));
        assertEquals(word, approval.word());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"Auto", "yes", "MANUAL"})
    @DisplayName("[R12] any other approval is refused, and any other abort policy")
    void refusesOtherWords(String word) {
        assertThrows(InvalidRequest.class, () -> Approval.parse(word));
        assertThrows(InvalidRequest.class, () -> AbortPolicy.parse(word));
    }

    @ParameterizedTest
    @CsvSource({"keep, KEEP", "revert, REVERT"})
    @DisplayName("[R22] an abort keeps or reverts")
    void knowsTwoPolicies(String word, AbortPolicy policy) {
        assertEquals(policy, AbortPolicy.parse(word));
        assertEquals(word, policy.word());
    }

    private static String[] percentsTo(int n) {
        return IntStream.rangeClosed(1, n).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static Strategy strategy(String... percents) {
        return new Strategy(Arrays.stream(percents)
                .map(percent -> new WaveSpec(new Percent(new BigDecimal(percent)), Approval.AUTO)).toList(),
                FailureTolerance.NONE, false);
    }
}
