package io.groundswell.simulation.world;

import io.groundswell.simulation.cloud.Chance;
import java.time.Duration;

/**
 * How a device behaves.
 *
 * @param step the longest time between two reports
 * @param quiet how likely it is to leave a heartbeat out
 * @param flapping how likely a download or a verification is to begin again
 * @param repeats how likely a report is to be sent again
 * @param shuffles whether reports overtake one another
 * @param lies how likely it is to report what is not so, per heartbeat
 */
record Temper(Duration step, double quiet, double flapping, double repeats, boolean shuffles, double lies) {

    private static final double IS_FLOODING = 0.015;

    private static final Temper DILIGENT = new Temper(Duration.ofSeconds(20), 0, 0, 0, false, 0);

    private static final Temper ASLEEP = new Temper(Duration.ofSeconds(20), 1, 0, 0, false, 0);

    static Temper draw(Chance chance) {
        if (chance.hits(IS_FLOODING)) {
            return new Temper(Duration.ofSeconds(2), 0, 0.98, 0.1, false, 0);
        }
        return switch (chance.from(0, 9)) {
            case 0, 1, 2 -> DILIGENT;
            case 3 -> new Temper(Duration.ofMinutes(8), 0.2, 0, 0, false, 0);
            case 4 -> new Temper(Duration.ofSeconds(20), 0.97, 0, 0, false, 0);
            case 5 -> new Temper(Duration.ofSeconds(10), 0, 0.6, 0.1, false, 0);
            case 6 -> new Temper(Duration.ofSeconds(20), 0, 0, 0.6, false, 0);
            case 7 -> new Temper(Duration.ofSeconds(30), 0, 0.2, 0.2, true, 0);
            default -> new Temper(Duration.ofSeconds(30), 0, 0.1, 0.2, true, 0.3);
        };
    }

    /** The device while nobody is at work. */
    static Temper asleep() {
        return ASLEEP;
    }

    /** The device once it has come to its senses. */
    static Temper calm() {
        return DILIGENT;
    }
}
