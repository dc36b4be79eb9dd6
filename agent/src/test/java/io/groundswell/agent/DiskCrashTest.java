package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.Tripwire.PowerFailure;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.domain.artifact.ArtifactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The power fails before every single change to the disk, one after the other. */
class DiskCrashTest {

    private static final int MORE_THAN_ANY = 1_000;

    @TempDir(factory = MemoryDirectory.class)
    Path root;

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName("[R30] whatever change the power fails at, a good version is in use, and the report is true")
    @CsvSource({"MODEL,healthy,2", "MODEL,rolled_back,1", "MODEL,reverted,1",
        "CONFIG,healthy,2", "CONFIG,rolled_back,1", "CONFIG,reverted,1",
        "CONTAINER,healthy,2", "CONTAINER,rolled_back,1", "CONTAINER,reverted,1"})
    void survivesAtEveryChange(ArtifactKind kind, String end, String version) throws IOException {
        int changes = 0;
        for (boolean isTripped = true; isTripped; changes++) {
            DiskBench bench = new DiskBench(Files.createDirectory(root.resolve("at-" + changes)), kind);
            bench.install("r1", "1");
            isTripped = update(bench, end, changes);
            requireTrue(bench, end, version, "power failure at change " + changes);
            bench.close();
            assertTrue(changes < MORE_THAN_ANY, "the agent never comes to an end");
        }
        assertTrue(changes > 40, "a tripwire that is never touched shows nothing, found " + changes);
    }

    private boolean update(DiskBench bench, String end, int changes) {
        bench.outcome = end.equals("rolled_back") ? Outcome.UNHEALTHY : Outcome.HEALTHY;
        bench.assign("r2", "2");
        Tripwire tripwire = Tripwire.powerFailure(changes);
        run(bench, tripwire);
        if (end.equals("reverted")) {
            bench.assignRevert("r2", "2");
            run(bench, tripwire.isTripped() ? Tripwire.never() : tripwire);
        }
        return tripwire.isTripped();
    }

    private void run(DiskBench bench, Tripwire tripwire) {
        try {
            bench.start(tripwire);
            bench.run();
        } catch (PowerFailure e) {
            // A container has to stop before another one of its name can start; files and links are never missing.
            String inUse = bench.inUse().orElse(bench.kind == ArtifactKind.CONTAINER ? "1" : "none");
            assertTrue(List.of("1", "2").contains(inUse), "in use after the power failure: " + inUse);
            bench.start(Tripwire.never());
            bench.run();
        }
    }

    private void requireTrue(DiskBench bench, String end, String version, String when) throws IOException {
        assertEquals(Optional.of(version), bench.inUse(), when);
        assertEquals(Optional.of(version), bench.disk.applier().installed(DiskBench.ARTIFACT)
                .map(installed -> installed.ref().version()), when);
        String expected = "r2 " + end + (end.equals("rolled_back") ? " probe_failed" : "");
        assertEquals(expected, bench.server.reported().getLast(), when);
        assertEquals(Optional.empty(), bench.disk.journal().read(), when);
        assertEquals(Optional.empty(), bench.disk.reports().first(), when);
        assertEquals(List.of(), bench.disk.findings(), when);
        assertEquals(end.equals("healthy") ? List.of("1-1", "2-2") : List.of("1-1"),
                names(bench.directory.resolve("artifacts/app/versions")), when);
        assertEquals(List.of(), names(bench.directory.resolve("staged")), when);
        assertEquals(bench.kind != ArtifactKind.CONTAINER ? 0 : end.equals("healthy") ? 2 : 1,
                bench.programs.images.size(), when);
        assertEquals(List.of(), unfinished(bench.directory.getParent()), when);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> unfinished(Path root) throws IOException {
        try (Stream<Path> entries = Files.walk(root)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(".new") || name.endsWith(".groundswell")).toList();
        }
    }
}
