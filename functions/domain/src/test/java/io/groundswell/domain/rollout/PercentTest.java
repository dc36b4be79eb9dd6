package io.groundswell.domain.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.error.InvalidRequest;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {

    @ParameterizedTest
    @CsvSource({
        "1000,       0.1,       1", "1000,  0.11,   2", "1001,       0.1,       2", "1,          0.000001,  1",
        "3,          33.333333, 1", "3,     33.333334, 2", "3,       66.666666, 2", "3,          66.666667, 3",
        "300000000,  33.333333, 99999999", "7, 28.571428, 2", "7,    28.571429, 3",
        "10,         10,        1", "10,    10.1,   2", "100,        7,         7", "100,        29,        29",
        "100,        57,        57", "1,    100,    1", "2147483647, 100,       2147483647",
        "2147483647, 99.999999, 2147483626"})
    @DisplayName("[R13] the cut is ceil(n x percent / 100), exactly")
    void cutsExactly(int n, String percent, int cut) {
        assertEquals(cut, percent(percent).cut(n));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "-1", "-0.000001", "100.000001", "101", "1E+20", "0.0000001", "33.3333333",
        "1E-999999999", "1E+999999999", "-1E-999999999", "1E-2147483647", "1E+2147483647",
        "0.00000000000000000000000000001", "50.0000000000000000000000000000000000000001"})
    @DisplayName("[R12] a percent is more than 0, at most 100, to six decimals; anything else is refused at once")
    void refusesOtherNumbers(String percent) {
        String message = assertThrows(InvalidRequest.class, () -> percent(percent)).getMessage();
        assertTrue(message.length() < 150, message);
    }

    @Test
    @DisplayName("[R12] a number of many digits is refused without being shown")
    void refusesLongNumbersShortly() {
        assertEquals("percent must be greater than 0, at most 100 and have at most 6 decimals, "
                + "found a number of 1000 digits", assertThrows(InvalidRequest.class,
                        () -> percent("1." + "3".repeat(999))).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "100.000, 100", "1E2, 100", "1E+2, 100", "5.50, 5.5", "1e-6, 0.000001", "20, 20"})
    @DisplayName("[R12] equal numbers are equal percents, however they are written")
    void spellingsAreEqual(String spelling, String plain) {
        assertEquals(percent(plain), percent(spelling));
        assertEquals(plain, percent(spelling).toString());
    }

    private static Percent percent(String value) {
        return new Percent(new BigDecimal(value));
    }
}
