package io.groundswell.agent.apply;

import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.update.ApplyFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Files outside of the agent's directory, below the prefixes that the device's owner allows and nowhere else.
 *
 * <p>A file is written beside its place and renamed into it. What stands in its place must be a plain file of one name
 * or nothing: no link, no device, no directory.
 */
final class Placement {

    private static final String UNFINISHED = ".groundswell";

    private final DurableFiles files;
    private final List<Path> prefixes;
    private final GuardedFiles guarded;
    private final Path ownDirectory;

    Placement(DurableFiles files, List<Path> prefixes, GuardedFiles guarded, Path ownDirectory) {
        this.files = files;
        this.prefixes = List.copyOf(prefixes);
        this.guarded = guarded;
        this.ownDirectory = ownDirectory;
    }

    /** @throws ApplyFailed if nothing may be placed there */
    void require(Path destination) throws IOException {
        try (PlainDirectory directory = open(destination)) {
            replaceable(directory, destination);
        }
    }

    private PlainDirectory open(Path destination) throws IOException {
        boolean isAllowed = prefixes.stream()
                .anyMatch(prefix -> destination.startsWith(prefix) && !destination.equals(prefix));
        if (!isAllowed || !destination.equals(destination.normalize())) {
            throw new ApplyFailed("path_denied", destination + " must lie below one of " + prefixes, null);
        }
        if (destination.startsWith(ownDirectory)) {
            throw new ApplyFailed("path_denied", destination + " lies in the agent's own directory", null);
        }
        if (guarded.hold(destination)) {
            throw new ApplyFailed("path_denied", destination + " is a file that says or does what this device allows", null);
        }
        return PlainDirectory.open(watch(), destination.getParent());
    }

    private DiskWatch watch() {
        return files.watch();
    }

    /** A file's attributes if it may be replaced; empty if there is none. */
    private static Optional<PosixFileAttributes> replaceable(PlainDirectory directory, Path destination)
            throws IOException {
        Optional<PosixFileAttributes> present = directory.attributes(destination.getFileName());
        if (present.isEmpty()) {
            return present;
        }
        if (!present.get().isRegularFile()) {
            throw new ApplyFailed("path_not_plain", destination
                    + " must be a plain file or absent, found a link, a directory or a device", null);
        }
        // By path, as the open directory cannot tell; whoever swaps it meanwhile gains nothing, it is never followed.
        if (!Integer.valueOf(1).equals(Files.getAttribute(destination, "unix:nlink", LinkOption.NOFOLLOW_LINKS))) {
            throw new ApplyFailed("path_hard_linked", destination + " must have one name, found a hard link", null);
        }
        return present;
    }

    /** Copies what stands at a destination into the agent's directory; empty if there is nothing. */
    Optional<FileFacts> backUp(Path destination, Path copy) throws IOException {
        try (PlainDirectory directory = open(destination)) {
            Optional<PosixFileAttributes> present = replaceable(directory, destination);
            if (present.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = directory.read(destination.getFileName());
                    OutputStream out = files.create(copy, DurableFiles.PRIVATE)) {
                return Optional.of(FileFacts.of(copy(in, out), present.get()));
            }
        }
    }

    /** Copies a kept file from one version to the next. */
    void keep(Path kept, Path copy) throws IOException {
        try (InputStream in = Files.newInputStream(kept, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = files.create(copy, DurableFiles.PRIVATE)) {
            in.transferTo(out);
        }
    }

    /** Puts a copy of one of the agent's files in place; one that is there already, as it should be, is left. */
    void put(Path destination, Path source, FileFacts wanted) throws IOException {
        try (PlainDirectory directory = open(destination)) {
            Path name = destination.getFileName();
            Path unfinished = unfinished(name);
            directory.delete(unfinished);
            Optional<PosixFileAttributes> present = replaceable(directory, destination);
            if (present.isPresent() && wanted.agreesWith(FileFacts.of(sha256(directory, name), present.get()))) {
                return;
            }
            write(directory, unfinished, source, wanted);
            directory.rename(unfinished, name);
        }
    }

    private static void write(PlainDirectory directory, Path unfinished, Path source, FileFacts wanted)
            throws IOException {
        DigestInputStream content = digesting(Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS));
        try (content) {
            directory.write(unfinished, content, wanted);
        } catch (IOException e) {
            directory.delete(unfinished);
            throw e;
        }
        if (!hex(content).equals(wanted.sha256())) {
            directory.delete(unfinished);
            throw new ApplyFailed("bytes_changed", source + " is not what was verified when it was kept", null);
        }
    }

    /** Leaves nothing at a destination. */
    void remove(Path destination) throws IOException {
        try (PlainDirectory directory = open(destination)) {
            directory.delete(unfinished(destination.getFileName()));
            if (replaceable(directory, destination).isPresent()) {
                directory.delete(destination.getFileName());
            }
        }
    }

    private static Path unfinished(Path name) {
        return Path.of("." + name + UNFINISHED);
    }

    private static String sha256(PlainDirectory directory, Path name) throws IOException {
        try (InputStream in = directory.read(name)) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    private static String copy(InputStream in, OutputStream out) throws IOException {
        DigestInputStream content = digesting(in);
        content.transferTo(out);
        return hex(content);
    }

    private static DigestInputStream digesting(InputStream in) {
        try {
            return new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hex(DigestInputStream content) {
        return HexFormat.of().formatHex(content.getMessageDigest().digest());
    }
}
