package io.groundswell.local.events;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A schedule expression; {@code rate(n unit)} is implemented. */
public record Rate(Duration period) {

    private static final Pattern RATE = Pattern.compile("rate\\(([1-9][0-9]*) (minute|minutes|hour|hours|day|days)\\)");

    /**
     * Reads a schedule expression.
     *
     * @throws IllegalArgumentException for cron, at, and what is none of the three
     */
    public static Rate parse(String expression) {
        Matcher matcher = RATE.matcher(expression);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "only rate(n minutes), in hours or in days too, is implemented locally, found " + expression);
        }
        long count = Long.parseLong(matcher.group(1));
        return new Rate(switch (matcher.group(2).charAt(0)) {
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        });
    }
}
