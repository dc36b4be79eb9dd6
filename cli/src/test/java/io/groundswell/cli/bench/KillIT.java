package io.groundswell.cli.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.Main;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The kill loop of {@code groundswell bench kill}, once, with as many devices as {@code -Dkill.devices} says. */
@EnabledIfSystemProperty(named = "kill.devices", matches = "[0-9]{2,4}", disabledReason = "set -Dkill.devices=N to run the kill loop")
class KillIT {

    @TempDir
    private Path folder;

    private static List<String> launcher() {
        return List.of(ProcessHandle.current().info().command().orElseThrow(), "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "--template", Path.of("../infra/template.yaml").toAbsolutePath().normalize().toString());
    }

    @Test
    @Timeout(1_800)
    @DisplayName("[R32] kill -9 of functions and of LocalCloud under a rollout loses no answered report, doubles no event and strands nothing")
    void survivesKills() {
        KillPlan plan = new KillPlan(Integer.getInteger("kill.devices"), 1, 7, 1_000, 8_000);
        try (KillLoop loop = KillLoop.start(plan, launcher(), folder, System.out)) {
            String told = loop.round(1);
            assertTrue(told.contains(" failed after ") || told.contains(" succeeded after "), told);
        }
    }
}
