package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.domain.artifact.ArtifactKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The disk is full at every single write, one after the other, for a moment or for good. */
class DiskFullTest {

    private static final int FOR_GOOD = Integer.MAX_VALUE;

    @TempDir(factory = MemoryDirectory.class)
    Path root;

    @ParameterizedTest(name = "{0}, probe {1}, {2} writes fail")
    @DisplayName("[R30] on a disk that is full at any write, the device ends on the version that it reports")
    @CsvSource({"MODEL,HEALTHY,1", "MODEL,UNHEALTHY,1", "CONFIG,HEALTHY,1", "CONFIG,UNHEALTHY,1",
        "CONTAINER,HEALTHY,1", "CONTAINER,UNHEALTHY,1", "MODEL,UNHEALTHY,2", "CONFIG,UNHEALTHY,2", "CONTAINER,UNHEALTHY,2",
        "CONFIG,UNHEALTHY,3", "CONFIG,UNHEALTHY,4", "MODEL,HEALTHY,5"})
    void survivesAFullDisk(ArtifactKind kind, Outcome outcome, int failures) throws IOException {
        boolean isTripped = true;
        for (int changes = 0; isTripped; changes++) {
            DiskBench bench = new DiskBench(Files.createDirectory(root.resolve("at-" + changes)), kind);
            bench.install("r1", "1");
            bench.outcome = outcome;
            bench.assign("r2", "2");
            Tripwire tripwire = Tripwire.diskFull(changes, failures);
            startOnceThereIsSpace(bench, tripwire);
            bench.run();
            isTripped = tripwire.isTripped();
            requireTrue(bench, "disk full at write " + changes);
            bench.close();
        }
    }

    private static void startOnceThereIsSpace(DiskBench bench, Tripwire tripwire) {
        try {
            bench.start(tripwire);
        } catch (UncheckedIOException e) {
            assertEquals(Optional.of("1"), bench.inUse());
            bench.start(Tripwire.never());
        }
    }

    private static void requireTrue(DiskBench bench, String when) {
        String report = bench.server.reported().getLast();
        String expected = report.equals("r2 healthy") ? "2" : "1";
        assertTrue(List.of("r2 healthy", "r2 failed disk_full", "r2 rolled_back probe_failed").contains(report),
                when + ": " + report);
        assertEquals(Optional.of(expected), bench.inUse(), when);
        assertEquals(Optional.of(expected), bench.disk.applier().installed(DiskBench.ARTIFACT)
                .map(installed -> installed.ref().version()), when);
        assertEquals(Optional.empty(), bench.disk.journal().read(), when);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("[R26] on a disk that stays full, the download waits for space, and the old version stays")
    @CsvSource({"MODEL", "CONFIG", "CONTAINER"})
    void waitsForSpace(ArtifactKind kind) {
        DiskBench bench = new DiskBench(root, kind);
        bench.install("r1", "1");
        bench.start(Tripwire.diskFull(0, FOR_GOOD));
        bench.assign("r2", "2");
        for (int i = 0; i < 100; i++) {
            bench.clock.advance(bench.agent.tick().orElseThrow());
        }
        assertEquals(Optional.of("1"), bench.inUse());
        assertEquals("r1 healthy", bench.server.reported().getLast());
        bench.start(Tripwire.never());
        bench.run();
        assertEquals("r2 healthy", bench.server.reported().getLast());
        assertEquals(Optional.of("2"), bench.inUse());
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROLLING_BACK", "REVERTING"})
    @DisplayName("[R30] [R22] where the file system of a configuration stays full, a step back waits for space and is then made")
    void stepsBackOnceThereIsSpace(AgentState step) {
        DiskBench bench = new DiskBench(root, ArtifactKind.CONFIG);
        bench.install("r1", "1");
        bench.outcome = step == AgentState.REVERTING ? Outcome.HEALTHY : Outcome.UNHEALTHY;
        bench.assign("r2", "2");
        if (step == AgentState.REVERTING) {
            bench.run();
            bench.assignRevert("r2", "2");
        }
        tick(bench, step);
        String before = bench.server.reported().getLast();
        bench.start(Tripwire.fullBelow(bench.etc));
        tick(bench, AgentState.SETTLING);
        assertEquals(step, bench.agent.state());
        assertEquals(before, bench.server.reported().getLast());
        bench.start(Tripwire.never());
        bench.run();
        assertEquals(step == AgentState.REVERTING ? "r2 reverted" : "r2 rolled_back probe_failed",
                bench.server.reported().getLast());
        assertEquals(Optional.of("1"), bench.inUse());
        bench.close();
    }

    /** Ticks until a state is reached, at most many times. */
    private static void tick(DiskBench bench, AgentState until) {
        for (int i = 0; i < 100 && bench.agent.state() != until; i++) {
            bench.clock.advance(bench.agent.tick().orElseThrow());
        }
    }
}
