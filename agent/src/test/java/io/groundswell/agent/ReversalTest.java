package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whose installation a reversal undoes, on a device whose disk is memory. */
class ReversalTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(11);

    private final Bench bench = new Bench();

    private void install(String... versions) {
        for (int i = 0; i < versions.length; i++) {
            bench.assign("r" + (i + 1), "app", versions[i]);
            bench.run(HEARTBEAT);
        }
    }

    private List<String> revert(String rollout, String version) {
        bench.assignRevert(rollout, "app", version);
        bench.run(HEARTBEAT);
        return List.of(bench.server.reported().getLast(), bench.installed("app").orElseThrow());
    }

    @Test
    @DisplayName("[R22] a version that was installed again since stays when the first rollout of it is reverted")
    void keepsWhatAnotherRolloutInstalled() {
        install("1", "2", "1");
        assertEquals(List.of("r1 revert_skipped installed_by_other_rollout", "1"), revert("r1", "1"));
        assertEquals(List.of("r3 reverted", "2"), revert("r3", "1"));
    }

    @Test
    @DisplayName("[R22] a rollout of what was installed already changed nothing, and neither does its reversal")
    void undoesNoOtherRollout() {
        install("1", "2", "2");
        assertEquals(List.of("r3 revert_skipped installed_by_other_rollout", "2"), revert("r3", "2"));
        assertEquals(List.of("r2 reverted", "1"), revert("r2", "2"));
        assertEquals(Optional.empty(), bench.journal.read());
    }
}
