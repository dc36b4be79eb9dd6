package io.groundswell.domain.rollout;

import io.groundswell.domain.error.InvalidRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A cumulative share of a group, greater than 0 and at most 100, exact to six decimals (R12).
 *
 * <p>Decimal, not binary: {@code ceil(n × percent / 100)} must not depend on rounding errors.
 */
public record Percent(BigDecimal value) implements Comparable<Percent> {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int MAX_DECIMALS = 6;
    private static final int MAX_DIGITS = 20;

    /** Declared after the constants that its constructor reads. */
    public static final Percent ALL = new Percent(HUNDRED);

    public Percent {
        if (value.precision() > MAX_DIGITS || Math.abs((long) value.scale()) > MAX_DIGITS
                || value.signum() <= 0 || value.compareTo(HUNDRED) > 0
                || value.stripTrailingZeros().scale() > MAX_DECIMALS) {
            throw new InvalidRequest("percent must be greater than 0, at most 100 and have at most " + MAX_DECIMALS
                    + " decimals, found " + shown(value, MAX_DIGITS));
        }
        value = value.stripTrailingZeros();
    }

    /** How many of {@code n} devices lie at or before this cut: {@code ceil(n × percent / 100)} (R13). */
    public int cut(int n) {
        return BigDecimal.valueOf(n).multiply(value).divide(HUNDRED).setScale(0, RoundingMode.CEILING).intValueExact();
    }

    @Override
    public int compareTo(Percent other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }

    /** A refused number as it may appear in a message; {@code toString} writes far exponents short. */
    static String shown(BigDecimal value, int maxDigits) {
        return value.precision() > maxDigits ? "a number of " + value.precision() + " digits" : value.toString();
    }
}
