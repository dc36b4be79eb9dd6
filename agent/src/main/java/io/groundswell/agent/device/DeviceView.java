package io.groundswell.agent.device;

import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.apply.SlotApplier;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.update.Applier;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a device's directory says, read without a lock and without a change, while an agent may be at work in it.
 *
 * @param reports how many wait for the server
 */
public record DeviceView(List<Kept> artifacts, Optional<Work> inHand, int reports) {

    /** An artifact's version in force, and the one that a reversal would bring back. */
    public record Kept(Installed current, Optional<Installed> previous) {
    }

    public DeviceView {
        artifacts = List.copyOf(artifacts);
    }

    /** @throws IOException if the directory changes or is damaged just where it is being read */
    public static DeviceView of(Path directory) throws IOException {
        DurableFiles files = new DurableFiles(DiskWatch.NONE);
        Reserve reserve = Reserve.in(directory, files);
        Optional<Work> inHand = new DiskJournal(files, reserve, directory.resolve("journal.json"), () -> { }).read();
        return new DeviceView(artifacts(files, reserve, directory), inHand, reports(directory.resolve("reports")));
    }

    private static List<Kept> artifacts(DurableFiles files, Reserve reserve, Path directory) throws IOException {
        if (!Files.isDirectory(directory.resolve("artifacts"))) {
            return List.of();
        }
        Applier applier = SlotApplier.open(files, reserve, directory, name -> directory, Allowlists.NONE,
                new BoundedPrograms(Map.of()));
        return applier.installed().stream().sorted(Comparator.comparing(version -> version.ref().name()))
                .map(version -> new Kept(version, applier.previous(version.ref().name()))).toList();
    }

    private static int reports(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return (int) files.filter(file -> DiskReportQueue.isReport(file.getFileName().toString())).count();
        }
    }
}
