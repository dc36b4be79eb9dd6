package io.groundswell.agent.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.probe.ProbeRun;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.Work;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiskJournalTest {

    private static final Installed BEFORE = new Installed(new ArtifactRef("app", "1"), "a".repeat(64));
    private static final Update UPDATE = new Update(new ArtifactRef("app", "2"), ArtifactKind.CONFIG, "app/2/app.conf",
            5_000_000_000L, "b".repeat(64), Map.of("path", "/etc/app.conf", "n", 7L, "on", true,
                    "deep", List.of(Map.of("text", "\"quoted\"\n\u2028"), List.of())));
    private static final Probe PROBE = new Probe(ProbeType.HTTP, "http://localhost:8080/", 5, 3, 60);

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private DiskJournal journal;
    private int cleared;

    @BeforeEach
    void reopen() {
        DurableFiles files = new DurableFiles(DiskWatch.NONE);
        journal = new DiskJournal(files, new Reserve(files, directory.resolve("reserve")),
                directory.resolve("journal.json"), () -> cleared++);
    }

    static Stream<Work> everyStage() {
        Instant due = Instant.parse("2026-03-01T09:00:00.123456789Z");
        return Stream.of(new Work.Applying("r1", UPDATE, PROBE, Optional.of(BEFORE)),
                new Work.Applying("r1", UPDATE, PROBE, Optional.empty()),
                new Work.Probing("r1", UPDATE, new ProbeRun(PROBE, 2, due), Optional.of(BEFORE)),
                new Work.Probing("r1", UPDATE, new ProbeRun(PROBE, 2, due, true, 1), Optional.empty()),
                new Work.RollingBack("r1", "app", Optional.of(BEFORE),
                        Report.of("r1", WorkState.ROLLED_BACK, "probe_timeout")),
                new Work.RollingBack("r1", "app", Optional.empty(), Report.of("r1", WorkState.FAILED, "disk_full")),
                new Work.Reverting("r1", "app", BEFORE),
                new Work.Settling("r1", "app", Report.of("r1", WorkState.REVERT_SKIPPED, "no_previous_version")));
    }

    @ParameterizedTest
    @MethodSource("everyStage")
    @DisplayName("[R30] every stage of work is read back as it was written")
    void readsBack(Work work) {
        journal.write(work);
        reopen();
        assertEquals(Optional.of(work), journal.read());
        journal.clear();
        assertEquals(Optional.empty(), journal.read());
        assertEquals(1, cleared);
    }

    @Test
    @DisplayName("[R30] a damaged journal stops the agent: going on would report what is not known")
    void stopsAtDamage() throws IOException {
        journal.write(new Work.Reverting("r1", "app", BEFORE));
        Path file = directory.resolve("journal.json");
        Files.writeString(file, Files.readString(file).replace("\"r1\"", "\"r2\""));
        assertEquals(file + " is damaged: expected the content of its SHA-256, found another content",
                assertThrows(DamagedFile.class, journal::read).getMessage());
        Files.writeString(file, "");
        assertThrows(DamagedFile.class, journal::read);
    }
}
