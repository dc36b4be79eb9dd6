package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.Tripwire.PowerFailure;
import io.groundswell.domain.artifact.ArtifactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rollout of the very version that is installed: healthy means that it is in place, not that it once was. */
class ReapplicationTest {

    @TempDir(factory = MemoryDirectory.class)
    Path root;

    private static DiskBench installed(Path root, ArtifactKind kind) {
        DiskBench bench = new DiskBench(root, kind);
        bench.install("r1", "1");
        bench.install("r2", "2");
        return bench;
    }

    /** What somebody, or a program, does to a device. */
    private static void lose(DiskBench bench) throws IOException {
        Files.delete(kept(bench));
        Files.deleteIfExists(bench.etc.resolve("app.conf"));
        bench.programs.containers.clear();
        bench.programs.images.clear();
        assertEquals(Optional.empty(), bench.inUse());
    }

    private static Path kept(DiskBench bench) {
        return bench.directory.resolve("artifacts/app/current/file");
    }

    private static void requireInPlace(DiskBench bench, String report) {
        assertEquals(report, bench.server.reported().getLast());
        assertEquals(Optional.of("2"), bench.inUse());
        assertEquals("2", bench.disk.applier().installed("app").orElseThrow().ref().version());
        assertEquals("1", bench.disk.applier().previous("app").orElseThrow().ref().version());
        assertEquals(Optional.of("r2"), bench.disk.applier().installer("app"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("[R30] a rollout of the version that is installed puts back what went missing, its kept bytes too")
    void putsBackWhatIsMissing(ArtifactKind kind) throws IOException {
        try (DiskBench bench = installed(root, kind)) {
            lose(bench);
            bench.assign("r3", "2");
            bench.run();
            requireInPlace(bench, "r3 healthy");
            assertEquals(new String(bench.content("2")), Files.readString(kept(bench)));
        }
    }

    @Test
    @DisplayName("[R30] it replaces what was edited by hand, with its mode, and runs the reload")
    void replacesWhatWasEdited() throws IOException {
        try (DiskBench bench = installed(root, ArtifactKind.CONFIG)) {
            Files.writeString(bench.etc.resolve("app.conf"), "edited by hand");
            int runs = bench.programs.runs.size();
            bench.assign("r3", "2");
            bench.run();
            requireInPlace(bench, "r3 healthy");
            assertEquals(List.of(List.of("/usr/sbin/app", "reload")),
                    bench.programs.runs.subList(runs, bench.programs.runs.size()));
        }
    }

    @Test
    @DisplayName("[R30] a container that runs as it should goes on")
    void leavesWhatRuns() {
        try (DiskBench bench = installed(root, ArtifactKind.CONTAINER)) {
            int runs = bench.programs.runs.size();
            bench.assign("r3", "2");
            bench.run();
            requireInPlace(bench, "r3 healthy");
            assertEquals(runs, bench.programs.runs.size());
        }
    }

    @Test
    @DisplayName("[R30] what cannot be put back is told as failed, and the version stays installed")
    void tellsWhatCannotBePutBack() throws IOException {
        try (DiskBench bench = installed(root, ArtifactKind.CONFIG)) {
            Files.createLink(bench.etc.resolve("hard"), bench.etc.resolve("app.conf"));
            bench.assign("r3", "2");
            bench.run();
            requireInPlace(bench, "r3 failed path_hard_linked");
        }
    }

    @Test
    @DisplayName("[R30] a start leaves a version in force whose bytes are gone, and the next one follows it")
    void startsWithoutTheBytes() throws IOException {
        try (DiskBench bench = installed(root, ArtifactKind.MODEL)) {
            lose(bench);
            bench.start(Tripwire.never());
            assertEquals(List.of(), bench.disk.findings());
            assertEquals("2", bench.disk.applier().installed("app").orElseThrow().ref().version());
            bench.assign("r3", "3");
            bench.run();
            assertEquals("r3 healthy", bench.server.reported().getLast());
            assertEquals(Optional.of("3"), bench.inUse());
            assertEquals(Path.of("versions/3-3"), Files.readSymbolicLink(bench.directory.resolve("artifacts/app/current")));
            assertEquals(Optional.empty(), bench.disk.applier().previous("app"));
        }
    }

    @Test
    @DisplayName("[R30] whatever change the power fails at meanwhile, what went missing is put back, and the report is true")
    void survivesPowerFailures() throws IOException {
        int changes = 0;
        for (boolean isTripped = true; isTripped; changes++) {
            try (DiskBench bench = installed(Files.createDirectory(root.resolve("at-" + changes)), ArtifactKind.CONFIG)) {
                lose(bench);
                bench.assign("r3", "2");
                Tripwire tripwire = Tripwire.powerFailure(changes);
                try {
                    bench.start(tripwire);
                    bench.run();
                } catch (PowerFailure e) {
                    bench.start(Tripwire.never());
                    bench.run();
                }
                isTripped = tripwire.isTripped();
                requireInPlace(bench, "r3 healthy");
                assertEquals(new String(bench.content("2")), Files.readString(kept(bench)));
            }
        }
        assertTrue(changes > 40, "a tripwire that is never touched shows nothing, found " + changes);
    }
}
