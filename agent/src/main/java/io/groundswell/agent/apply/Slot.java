package io.groundswell.agent.apply;

import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.SealedJson;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.name.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One artifact's directory: {@code versions/<number>-<version>/<filename>} and the link {@code current}.
 *
 * <p>A version's bytes are moved in last. A directory without them is a preparation that a crash cut off, unless the
 * link points at it: then somebody took them away.
 */
final class Slot {

    private static final String CURRENT = "current";
    private static final String VERSIONS = "versions";

    private final DurableFiles files;
    private final Path directory;

    Slot(DurableFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    /** The version in force. */
    Optional<Version> current() throws IOException {
        Optional<Path> target = target();
        try {
            return target.isEmpty() ? Optional.empty() : Optional.of(read(target.get()));
        } catch (NoSuchFileException e) {
            throw new IOException(directory.resolve(CURRENT) + " points at a version that is not there", e);
        }
    }

    /** The directory of the version in force. */
    private Optional<Path> target() throws IOException {
        Path link = directory.resolve(CURRENT);
        try {
            return Optional.of(directory.resolve(Files.readSymbolicLink(link)).normalize());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NotLinkException e) {
            throw new IOException(link + " must be a symbolic link to a version", e);
        }
    }

    /** The version that another one took the place of, if it is still kept. */
    Optional<Version> before(Version version) throws IOException {
        return versions().stream().filter(kept -> version.before().equals(Optional.of(kept.number()))).findFirst();
    }

    /** The version in force and every other one with its bytes, oldest first. */
    List<Version> versions() throws IOException {
        List<Version> versions = new ArrayList<>();
        Optional<Path> inForce = target();
        for (Path candidate : directories()) {
            whole(candidate, inForce.equals(Optional.of(candidate))).ifPresent(versions::add);
        }
        versions.sort(Comparator.comparingLong(Version::number));
        return versions;
    }

    /** A damaged record makes a version that cannot be gone back to; of the one in force it is not hidden. */
    private Optional<Version> whole(Path candidate, boolean isInForce) throws IOException {
        try {
            return Files.exists(candidate.resolve(Version.RECORD)) ? Optional.of(read(candidate))
                    .filter(version -> isInForce || Files.exists(version.payload(), LinkOption.NOFOLLOW_LINKS))
                    : Optional.empty();
        } catch (DamagedFile e) {
            return Optional.empty();
        }
    }

    /** A version that was prepared and is not in force: its installation was cut off, or has to be undone. */
    Optional<Version> pending() throws IOException {
        long inForce = current().map(Version::number).orElse(0L);
        return versions().stream().filter(version -> version.number() > inForce).findFirst();
    }

    /** The directory that the next version will have, empty; its name begins with {@link #nextNumber()}. */
    Path makeNext(Update update) throws IOException {
        files.makeDirectory(directory, DurableFiles.SHARED_DIRECTORY);
        files.makeDirectory(directory.resolve(VERSIONS), DurableFiles.SHARED_DIRECTORY);
        Path next = directory.resolve(VERSIONS).resolve(nextNumber() + "-" + update.ref().version());
        files.deleteTree(next);
        files.makeDirectory(next, DurableFiles.SHARED_DIRECTORY);
        return next;
    }

    /** Higher than every version's. */
    long nextNumber() throws IOException {
        return versions().stream().mapToLong(Version::number).max().orElse(0) + 1;
    }

    /** Completes a version: its record first, its bytes last. */
    Version complete(Version version, Path staged, boolean isShared) throws IOException {
        files.replace(version.record(), SealedJson.encode(version.toJson()), DurableFiles.PRIVATE);
        moveIn(version, staged, isShared);
        return version;
    }

    /** Lets bytes that were verified anew take the place of a version's, unless that has taken place. */
    void renew(Version version, Path staged, boolean isShared) throws IOException {
        if (Files.exists(staged, LinkOption.NOFOLLOW_LINKS)) {
            moveIn(version, staged, isShared);
        }
    }

    private void moveIn(Version version, Path staged, boolean isShared) throws IOException {
        files.setMode(staged, isShared ? DurableFiles.SHARED : DurableFiles.PRIVATE);
        files.rename(staged, version.payload());
    }

    /** Puts a version in force. */
    void point(Version version) throws IOException {
        files.pointLink(directory.resolve(CURRENT), directory.relativize(version.directory()));
    }

    /** Puts no version in force. */
    void pointNowhere() throws IOException {
        files.delete(directory.resolve(CURRENT));
    }

    /** Deletes a version, its bytes first, so that it stops counting at once. */
    void drop(Version version) throws IOException {
        files.delete(version.payload());
        files.deleteTree(version.directory());
    }

    /** Versions that are neither in force nor what a reversal would bring back. */
    List<Version> superfluous() throws IOException {
        Optional<Version> current = current();
        Set<Long> kept = Stream.concat(current.stream(), current.isPresent() ? before(current.get()).stream()
                : Stream.empty()).map(Version::number).collect(Collectors.toSet());
        return versions().stream().filter(version -> !kept.contains(version.number())).toList();
    }

    /** Deletes what is no version, and the directory itself when nothing is left in it. */
    void clearRemains() throws IOException {
        Set<Path> whole = versions().stream().map(Version::directory).collect(Collectors.toSet());
        for (Path candidate : directories()) {
            if (!whole.contains(candidate)) {
                files.deleteTree(candidate);
            }
        }
        if (whole.isEmpty() && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            files.deleteTree(directory);
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve(VERSIONS))) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Version read(Path versionDirectory) throws IOException {
        return Version.read(versionDirectory, SealedJson.read(versionDirectory.resolve(Version.RECORD)));
    }

    /** Directory names of artifacts are their names; anything else is not ours. */
    static boolean isSlot(Path candidate) {
        return Names.isValid(candidate.getFileName().toString())
                && Files.isDirectory(candidate, LinkOption.NOFOLLOW_LINKS);
    }
}
