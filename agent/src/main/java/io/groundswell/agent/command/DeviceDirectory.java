package io.groundswell.agent.command;

import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.identity.IdentityStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/** The directory that {@code --dir} names: the whole memory of one device. */
record DeviceDirectory(Path path, DurableFiles files) {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Path MYSELF = Path.of("/proc/self");
    private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** The directory, made if it is not there; nobody else may write there, and this user must be its owner. */
    static DeviceDirectory make(Path path, DiskWatch watch) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER));
        }
        return own(path, watch);
    }

    /** The directory, which must be there and belong to this user: another's agent could not use what is made in it. */
    static DeviceDirectory own(Path path, DiskWatch watch) throws IOException {
        DeviceDirectory directory = existing(path, watch);
        if (!Files.getAttribute(path, "unix:uid").equals(Files.getAttribute(MYSELF, "unix:uid"))) {
            throw new CommandEnded(ExitStatus.NOT_READY, path + " belongs to the user " + Files.getOwner(path).getName()
                    + ", found this to be run by " + System.getProperty("user.name") + "; run it as the directory's owner");
        }
        return directory;
    }

    /** The directory, which must be there. */
    static DeviceDirectory existing(Path path, DiskWatch watch) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new CommandEnded(ExitStatus.NOT_READY, "expected the device's directory at " + path
                    + ", found " + (Files.exists(path) ? "something else" : "none") + "; enrol the device first");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw new CommandEnded(ExitStatus.NOT_READY, path + " belongs to the user " + Files.getOwner(path).getName()
                    + " and may not be read by " + System.getProperty("user.name"));
        }
        if (Files.getPosixFilePermissions(path).stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
            throw new CommandEnded(ExitStatus.NOT_READY, path + " must be writable by its owner alone, found "
                    + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + "; chmod go-w it");
        }
        return new DeviceDirectory(path, new DurableFiles(watch));
    }

    IdentityStore identity() {
        return new IdentityStore(path, files);
    }

    /** The identity, which must be there and whole. */
    IdentityStore.Stored enrolled() {
        if (!identity().exists()) {
            throw new CommandEnded(ExitStatus.NOT_READY, path + " is not enrolled; enrol it first");
        }
        try {
            IdentityStore.Stored stored = identity().load();
            requireSecret(identity().secret());
            return stored;
        } catch (IOException e) {
            throw new CommandEnded(ExitStatus.NOT_READY, "the identity cannot be used: " + e.getMessage()
                    + "; restore it, or remove " + path.resolve("identity")
                    + " and enrol again with a token that is bound to the device's name", e);
        }
    }

    /** A key that others could read may be in use elsewhere: that is for the device's owner to judge. */
    private static void requireSecret(Path key) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(key);
        if (!DurableFiles.PRIVATE.containsAll(mode)) {
            throw new CommandEnded(ExitStatus.NOT_READY, key + " must be readable by its owner alone, found "
                    + PosixFilePermissions.toString(mode) + "; chmod 600 it, or, if somebody may have read it, decommission "
                    + "the device");
        }
    }

    /** Held while the directory's owner is being decided; a second enrolment at the same time is refused. */
    FileChannel lockForEnrollment() throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(".enroll.lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another enrolment in this very process, as good as one in another.
        }
        channel.close();
        throw new CommandEnded(ExitStatus.NOT_READY, "another enrolment is using " + path);
    }

    /** Whether the server retired the device; what was left of its keys is wiped (R10). */
    boolean isDecommissioned() throws IOException {
        boolean retired = Files.exists(marker());
        if (retired) {
            identity().wipe();
        }
        return retired;
    }

    /**
     * Wipes keys and certificates for good.
     *
     * <p>The marker comes first: whatever happens after it, the agent never runs with these keys again. Where it finds no
     * space, the keys go first all the same, and it gets theirs.
     */
    void decommission(Instant now) throws IOException {
        try {
            Reserve.in(path, files).run(() -> mark(now));
            identity().wipe();
        } catch (IOException e) {
            identity().wipe();
            mark(now);
        }
    }

    private void mark(Instant now) throws IOException {
        files.replace(marker(), (now + "\n").getBytes(StandardCharsets.US_ASCII), DurableFiles.PRIVATE);
    }

    /** What is told about a retired device, whenever one of its commands is run. */
    CommandEnded retired() {
        return new CommandEnded(ExitStatus.DECOMMISSIONED, "this device was decommissioned; its keys and certificates "
                + "are wiped and its agent does not run again. To enrol it anew, remove " + marker()
                + " and use a token that is bound to its name");
    }

    private Path marker() {
        return path.resolve("decommissioned");
    }
}
