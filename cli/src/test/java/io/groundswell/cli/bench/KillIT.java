package io.groundswell.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The kill loop of {@code groundswell bench kill}: one small round always, one as large as {@code -Dkill.devices} on request. */
class KillIT {

    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    @DisplayName("[R32] kill -9 of a few functions and of LocalCloud under a rollout loses no answered report, doubles no event and strands nothing")
    void survivesAFewKills() {
        KillLoop.Round round = round(new KillPlan(6, 1, 7, new KillPlan.Kills(800, 5), new KillPlan.Kills(12_000, 1)));
        assertEquals("succeeded", round.outcome(), round.toString());
        assertEquals(1, round.clouds(), round.toString());
        assertTrue(round.functions() > 0, round.toString());
    }

    @Test
    @Timeout(3_600)
    @EnabledIfSystemProperty(named = "kill.devices", matches = "[0-9]{2,4}", disabledReason = "set -Dkill.devices=N to kill without end")
    @DisplayName("[R32] the same with as many devices as -Dkill.devices says and no end of kills")
    void survivesKills() {
        KillLoop.Round round = round(
                new KillPlan(Integer.getInteger("kill.devices"), 1, 7, KillPlan.Kills.every(4_000), KillPlan.Kills.every(60_000)));
        assertTrue(List.of("succeeded", "failed").contains(round.outcome()), round.toString());
    }

    private KillLoop.Round round(KillPlan plan) {
        try (KillLoop loop = KillLoop.start(plan, Launchers.local(), folder, System.out)) {
            KillLoop.Round round = loop.round(1);
            System.out.println(round);
            return round;
        }
    }
}
