package io.groundswell.agent.device;

import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.apply.SlotApplier;
import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.process.Programs;
import io.groundswell.agent.report.ReportQueue;
import io.groundswell.agent.update.Applier;
import io.groundswell.agent.update.Staging;
import io.groundswell.agent.update.Work;
import io.groundswell.agent.update.WorkJournal;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.tuf.client.DirectoryMetadata;
import io.groundswell.tuf.client.LocalMetadata;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A device's directory, open for one agent.
 *
 * <p>Opening clears what a crash left of downloads and of versions that nothing needs; the work in hand, and what it
 * needs, is left for the agent to finish or undo.
 */
public final class DeviceDisk implements AutoCloseable {

    private final FileChannel lock;
    private final LocalMetadata metadata;
    private final Staging staging;
    private final SlotApplier applier;
    private final WorkJournal journal;
    private final DiskReportQueue reports;
    private final Reserve reserve;
    private final Ownership ownership;
    private final List<String> findings = new ArrayList<>();

    private DeviceDisk(FileChannel lock, Path own, Allowlists allowlists, Programs programs, DiskWatch watch)
            throws IOException {
        this.lock = lock;
        DurableFiles files = new DurableFiles(watch);
        this.reserve = Reserve.in(own, files);
        Path trusted = privateDirectory(files, own, "tuf");
        this.metadata = new DirectoryMetadata(trusted);
        this.ownership = new Ownership(files, reserve, own, trusted);
        DiskStaging downloads = new DiskStaging(files, privateDirectory(files, own, "staged"));
        this.staging = downloads;
        this.applier = SlotApplier.open(files, reserve, own, downloads::file, allowlists, programs);
        this.reports = DiskReportQueue.open(files, reserve, privateDirectory(files, own, "reports"), findings::add);
        this.journal = new DiskJournal(files, reserve, own.resolve("journal.json"),
                () -> tidyUp(Optional.empty()));
        Optional<Work> inHand = journal.read();
        downloads.clearBut(inHand.filter(Work.Applying.class::isInstance).map(Work.Applying.class::cast)
                .map(work -> work.update().sha256()));
        tidyUp(inHand.map(Work::artifact));
    }

    /**
     * Opens a directory that exists.
     *
     * @throws IOException if it cannot be used, for example because another agent uses it
     */
    public static DeviceDisk open(Path directory, Allowlists allowlists) throws IOException {
        return open(directory, allowlists, new BoundedPrograms(ofTheEngines(System.getenv())), DiskWatch.NONE);
    }

    /** What container engines need to find their storage, or the service that does the work for them. */
    private static Map<String, String> ofTheEngines(Map<String, String> environment) {
        Map<String, String> needed = new HashMap<>(environment);
        needed.keySet().retainAll(Set.of("HOME", "XDG_RUNTIME_DIR", "CONTAINER_HOST", "CONTAINERS_CONF",
                "CONTAINERS_STORAGE_CONF", "DOCKER_HOST"));
        return needed;
    }

    /** Opens a directory whose changes are watched, and whose programs are the given ones. */
    public static DeviceDisk open(Path directory, Allowlists allowlists, Programs programs, DiskWatch watch)
            throws IOException {
        Path own = directory.toRealPath();
        // Whoever could read it could also lock it, and keep the agent out.
        FileChannel lock = FileChannel.open(own.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(DurableFiles.PRIVATE));
        try {
            requireAlone(lock, own);
            return new DeviceDisk(lock, own, allowlists, programs, watch);
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static void requireAlone(FileChannel lock, Path own) throws IOException {
        try {
            FileLock held = lock.tryLock();
            if (held != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new DirectoryInUse("this process uses " + own + " already");
        }
        throw new DirectoryInUse("another agent uses " + own + "; stop it, or give this one a directory of its own");
    }

    private static Path privateDirectory(DurableFiles files, Path own, String name) throws IOException {
        files.makeDirectory(own.resolve(name), DurableFiles.PRIVATE_DIRECTORY);
        return own.resolve(name);
    }

    /** Old versions go, but those of the artifact in hand. What cannot be deleted now is tried again later. */
    private void tidyUp(Optional<String> inHand) {
        try {
            applier.sweep(inHand, findings::add);
            reserve.refill();
        } catch (IOException e) {
            findings.add("cannot tidy up, later again: " + DiskTrouble.reason(e));
        }
    }

    /**
     * Says whose the directory is. Metadata that another root than the pinned one vouched for, and reports of another
     * device, are removed.
     */
    public void belongTo(DeviceRef device, byte[] pinnedRoot) throws IOException {
        ownership.pass(device, pinnedRoot, reports, findings::add);
    }

    /** Trusted metadata; it begins with the pinned root. */
    public LocalMetadata metadata() {
        return metadata;
    }

    public Staging staging() {
        return staging;
    }

    public Applier applier() {
        return applier;
    }

    public WorkJournal journal() {
        return journal;
    }

    public ReportQueue reports() {
        return reports;
    }

    /** What was found out of order and put right or set aside, in words, for a log; never payload (R4). */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
