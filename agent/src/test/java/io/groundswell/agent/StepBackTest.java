package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.domain.artifact.ArtifactKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device reports when a step back is not as it should be: what is in place, and nothing else. */
class StepBackTest {

    @TempDir(factory = MemoryDirectory.class)
    Path root;

    private DiskBench bench;

    private void install(ArtifactKind kind, String... versions) {
        bench = new DiskBench(root, kind);
        for (int i = 0; i < versions.length; i++) {
            bench.install("r" + (i + 1), versions[i]);
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void revert(String rollout, String version) {
        bench.assignRevert(rollout, version);
        bench.run();
    }

    private void rollBack(String rollout, String version) {
        bench.outcome = Outcome.UNHEALTHY;
        bench.assign(rollout, version);
        bench.run();
    }

    private void requireTold(String report, String version) {
        assertEquals(report, bench.server.reported().getLast());
        assertEquals(Optional.of(version), bench.inUse());
        assertEquals(Optional.of(version), bench.disk.applier().installed(DiskBench.ARTIFACT)
                .map(installed -> installed.ref().version()));
    }

    @Test
    @DisplayName("[R22] a reversal that took place is told as one, with what went wrong in the end")
    void tellsReversals() {
        install(ArtifactKind.CONFIG, "1", "2");
        bench.programs.exit = 1;
        revert("r2", "2");
        requireTold("r2 reverted reload_failed", "1");
    }

    @Test
    @DisplayName("[R22] a reversal that cannot take place leaves the container that ran, and tells why")
    void keepsWhatRuns() {
        install(ArtifactKind.CONTAINER, "1", "2");
        bench.programs.unstartable.add(TestImage.of("1").id());
        revert("r2", "2");
        requireTold("r2 revert_skipped start_failed", "2");
    }

    @Test
    @DisplayName("[R30] a rollback that cannot take place is told as failed, of the version that is in place")
    void tellsFailures() {
        install(ArtifactKind.CONTAINER, "1");
        bench.programs.unstartable.add(TestImage.of("1").id());
        rollBack("r2", "2");
        requireTold("r2 failed start_failed", "2");
    }

    @Test
    @DisplayName("[R30] an engine that is gone is waited for by no rollback")
    void missesTheEngine() {
        install(ArtifactKind.CONTAINER, "1");
        bench.assign("r2", "2");
        bench.outcome = Outcome.UNHEALTHY;
        for (int i = 0; i < 100 && bench.agent.state() != AgentState.ROLLING_BACK; i++) {
            bench.clock.advance(bench.agent.tick().orElseThrow());
        }
        bench.programs.isEngineThere = false;
        bench.run();
        requireTold("r2 failed engine_missing", "2");
    }

    @Test
    @DisplayName("[R22] a version that was installed again since stays when the first rollout of it is reverted")
    void keepsWhatAnotherRolloutInstalled() {
        install(ArtifactKind.CONFIG, "1", "2", "1");
        revert("r1", "1");
        requireTold("r1 revert_skipped installed_by_other_rollout", "1");
        revert("r3", "1");
        requireTold("r3 reverted", "2");
    }

    @Test
    @DisplayName("[R22] a rollout of what was installed already changed nothing, and neither does its reversal")
    void undoesNoOtherRollout() {
        install(ArtifactKind.MODEL, "1", "2", "2");
        revert("r3", "2");
        requireTold("r3 revert_skipped installed_by_other_rollout", "2");
        revert("r2", "2");
        requireTold("r2 reverted", "1");
    }
}
