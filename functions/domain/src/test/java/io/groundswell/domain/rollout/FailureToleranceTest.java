package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.error.InvalidRequest;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureToleranceTest {

    @ParameterizedTest
    @CsvSource({
        "0.05, 5, 100, false", "0.05, 6, 100, true", "0.05, 1, 20, false", "0.05, 1, 19, true",
        "0.1, 1, 10, false", "0.1, 3, 30, false", "0.3, 3, 10, false", "0.7, 7, 10, false",
        "0.333333, 1, 3, true", "0.333334, 1, 3, false", "0.999999, 2147483645, 2147483647, true",
        "0, 0, 10, false", "0, 1, 2147483647, true"})
    @DisplayName("[R19] the rule trips when the share exceeds the tolerance, not when it reaches it")
    void tripsBeyondTheTolerance(String rate, int failures, int devices, boolean exceeded) {
        assertEquals(exceeded, tolerance(rate).isExceededBy(failures, devices));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.5", "0.999999"})
    @DisplayName("[R19] the share is 0 when no device is live")
    void noDevicesNeverTrip(String rate) {
        assertEquals(false, tolerance(rate).isExceededBy(0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1", "1.0", "1.5", "1E+1", "0.0000001", "1E-999999999", "1E+999999999",
        "-1E-2147483647", "1E-2147483647", "0.00000000000000000000000000001"})
    @DisplayName("[R15] max_failure_rate lies in [0, 1); anything else is refused at once, with what was found")
    void refusesOtherRates(String rate) {
        assertEquals("max_failure_rate must be at least 0, less than 1 and have at most 6 decimals, found "
                + new BigDecimal(rate), assertThrows(InvalidRequest.class, () -> tolerance(rate)).getMessage());
    }

    @Test
    @DisplayName("[R15] a number of many digits is refused without being shown")
    void refusesLongNumbersShortly() {
        assertEquals("max_failure_rate must be at least 0, less than 1 and have at most 6 decimals, "
                + "found a number of 1000 digits", assertThrows(InvalidRequest.class,
                        () -> tolerance("0." + "3".repeat(1_000))).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.000, 0", "0.050, 0.05", "5E-2, 0.05", "1E-6, 0.000001", "0.999999, 0.999999"})
    @DisplayName("[R15] equal numbers are equal tolerances, however they are written")
    void spellingsAreEqual(String spelling, String plain) {
        assertEquals(tolerance(plain), tolerance(spelling));
        assertEquals(plain, tolerance(spelling).toString());
    }

    @Test
    @DisplayName("[R15] the default tolerance is 0")
    void defaultsToNone() {
        assertEquals(tolerance("0"), FailureTolerance.NONE);
        assertEquals(FailureTolerance.NONE, Strategy.DEFAULT.tolerance());
    }

    private static FailureTolerance tolerance(String rate) {
        return new FailureTolerance(new BigDecimal(rate));
    }
}
