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

    /** What there is, what happens, and what there has to be then; a hyphen for nothing. */
    private record Story(ArtifactKind kind, String before, String end, String after) {

        boolean isFirst() {
            return !before.equals("1");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @DisplayName("[R30] whatever change the power fails at, a good version is in use, and the report is true")
    @CsvSource({"MODEL,healthy,2", "MODEL,rolled_back,1", "MODEL,reverted,1",
        "CONFIG,healthy,2", "CONFIG,rolled_back,1", "CONFIG,reverted,1",
        "CONTAINER,healthy,2", "CONTAINER,rolled_back,1", "CONTAINER,reverted,1"})
    void survivesAtEveryChange(ArtifactKind kind, String end, String after) throws IOException {
        play(new Story(kind, "1", end, after));
    }

    @ParameterizedTest(name = "{0} {1}, before it {2}")
    @DisplayName("[R30] nor does a power failure harm the first installation, before which there was nothing, or a file of "
            + "somebody else's")
    @CsvSource({"MODEL,healthy,-,2", "MODEL,rolled_back,-,-", "MODEL,revert_skipped,-,2",
        "CONFIG,healthy,-,2", "CONFIG,rolled_back,-,-", "CONFIG,revert_skipped,0,2", "CONFIG,rolled_back,0,0",
        "CONTAINER,healthy,-,2", "CONTAINER,rolled_back,-,-"})
    void survivesAtEveryChangeOfTheFirst(ArtifactKind kind, String end, String before, String after) throws IOException {
        play(new Story(kind, before, end, after));
    }

    private void play(Story story) throws IOException {
        int changes = 0;
        for (boolean isTripped = true; isTripped; changes++) {
            DiskBench bench = new DiskBench(Files.createDirectory(root.resolve("at-" + changes)), story.kind());
            if (!story.isFirst()) {
                bench.install("r1", "1");
            } else if (story.before().equals("0")) {
                Files.write(bench.etc.resolve("app.conf"), bench.content("0"));
            }
            isTripped = update(bench, story, changes);
            requireTrue(bench, story, "power failure at change " + changes);
            bench.close();
            assertTrue(changes < MORE_THAN_ANY, "the agent never comes to an end");
        }
        assertTrue(changes > 40, "a tripwire that is never touched shows nothing, found " + changes);
    }

    private boolean update(DiskBench bench, Story story, int changes) {
        bench.outcome = story.end().equals("rolled_back") ? Outcome.UNHEALTHY : Outcome.HEALTHY;
        bench.assign("r2", "2");
        Tripwire tripwire = Tripwire.powerFailure(changes);
        run(bench, story, tripwire);
        if (story.end().startsWith("revert")) {
            bench.assignRevert("r2", "2");
            run(bench, story, tripwire.isTripped() ? Tripwire.never() : tripwire);
        }
        return tripwire.isTripped();
    }

    private void run(DiskBench bench, Story story, Tripwire tripwire) {
        try {
            bench.start(tripwire);
            bench.run();
        } catch (PowerFailure e) {
            // A container has to stop before another one of its name can start; files and links are never missing.
            String inUse = bench.inUse().orElse(bench.kind == ArtifactKind.CONTAINER ? story.before() : "-");
            assertTrue(List.of(story.before(), "2").contains(inUse), "in use after the power failure: " + inUse);
            bench.start(Tripwire.never());
            bench.run();
        }
    }

    private void requireTrue(DiskBench bench, Story story, String when) throws IOException {
        assertEquals(story.after(), bench.inUse().orElse("-"), when);
        assertEquals(story.after().equals("0") ? "-" : story.after(), bench.disk.applier().installed(DiskBench.ARTIFACT)
                .map(installed -> installed.ref().version()).orElse("-"), when);
        assertEquals("r2 " + story.end() + reason(story.end()), bench.server.reported().getLast(), when);
        assertEquals(Optional.empty(), bench.disk.journal().read(), when);
        assertEquals(Optional.empty(), bench.disk.reports().first(), when);
        assertEquals(List.of(), bench.disk.findings(), when);
        List<String> kept = kept(story);
        Path versions = bench.directory.resolve("artifacts/app/versions");
        assertEquals(kept, kept.isEmpty() && !Files.exists(versions.getParent()) ? List.of() : names(versions), when);
        assertEquals(List.of(), names(bench.directory.resolve("staged")), when);
        assertEquals(story.kind() == ArtifactKind.CONTAINER ? kept.size() : 0, bench.programs.images.size(), when);
        assertEquals(List.of(), unfinished(bench.directory.getParent()), when);
    }

    private static String reason(String end) {
        return switch (end) {
            case "rolled_back" -> " probe_failed";
            case "revert_skipped" -> " no_previous_version";
            default -> "";
        };
    }

    private static List<String> kept(Story story) {
        boolean isNew = story.after().equals("2");
        return story.isFirst() ? isNew ? List.of("1-2") : List.of() : isNew ? List.of("1-1", "2-2") : List.of("1-1");
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
