package io.groundswell.domain.rollout;

import io.groundswell.domain.error.InvalidRequest;
import java.math.BigDecimal;

/** {@code max_failure_rate}: the failure share that a rollout may reach but not exceed, in [0, 1) (R15). */
public record FailureTolerance(BigDecimal rate) {

    /** The default: the first failure halts. */
    public static final FailureTolerance NONE = new FailureTolerance(BigDecimal.ZERO);

    private static final int MAX_DECIMALS = 6;
    private static final int MAX_DIGITS = 20;

    public FailureTolerance {
        if (rate.precision() > MAX_DIGITS || Math.abs((long) rate.scale()) > MAX_DIGITS || rate.signum() < 0
                || rate.compareTo(BigDecimal.ONE) >= 0 || rate.stripTrailingZeros().scale() > MAX_DECIMALS) {
            throw new InvalidRequest("max_failure_rate must be at least 0, less than 1 and have at most " + MAX_DECIMALS
                    + " decimals, found " + Percent.shown(rate, MAX_DIGITS));
        }
        rate = rate.signum() == 0 ? BigDecimal.ZERO : rate.stripTrailingZeros();
    }

    /** Whether {@code failures} among {@code devices} exceed the tolerance; never when there are no devices (R19). */
    public boolean isExceededBy(int failures, int devices) {
        return devices > 0 && BigDecimal.valueOf(failures).compareTo(rate.multiply(BigDecimal.valueOf(devices))) > 0;
    }

    @Override
    public String toString() {
        return rate.toPlainString();
    }
}
