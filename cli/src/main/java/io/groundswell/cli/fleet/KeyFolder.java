package io.groundswell.cli.fleet;

import io.groundswell.cli.CommandFailed;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Offline keys and metadata of a fleet in one folder, none of which is ever overwritten.
 *
 * <p>{@code v<version>/root-<n>.pem} and {@code v<version>/targets.pem} are the private keys of a root version
 * (PKCS#8, mode 0600); {@code v<version>/root.json} and {@code targets.json} are what was signed with them, and
 * {@code fleet} says whose they are.
 */
final class KeyFolder {

    private static final String OWNER = "fleet";
    private static final String TARGETS = "targets.pem";

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    /** The private keys of one version that are here. */
    record Keys(List<Ed25519Signer> root, List<Ed25519Signer> targets) {

        List<Ed25519Signer> all() {
            List<Ed25519Signer> all = new ArrayList<>(root);
            all.addAll(targets);
            return all;
        }
    }

    /** Marks the folder as this fleet's; refused if it is another's. */
    void claim(String fleet) {
        create(folder);
        Path owner = folder.resolve(OWNER);
        if (!Files.exists(owner)) {
            write(owner, (fleet + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        String found = new String(read(owner), StandardCharsets.UTF_8).strip();
        if (!found.equals(fleet)) {
            throw new CommandFailed("folder " + folder + " holds the keys of fleet " + found + ", not of " + fleet
                    + "; give another folder");
        }
    }

    /** The keys of a version that is not signed yet, made now as far as they are not here. */
    Keys make(int version, int rootKeys) {
        create(folder.resolve("v" + version));
        for (int n = 1; n <= rootKeys; n++) {
            makeKey(file(version, "root-" + n + ".pem"));
        }
        makeKey(file(version, TARGETS));
        Keys keys = keysOf(version);
        requireNew(version, keys);
        if (keys.root().size() != rootKeys) {
            throw new CommandFailed("folder " + folder + " holds " + keys.root().size() + " root keys of an unfinished "
                    + "ceremony; repeat it with --root-keys " + keys.root().size());
        }
        return keys;
    }

    private void requireNew(int version, Keys keys) {
        List<String> before = version == 1 ? List.of()
                : keysOf(version - 1).all().stream().map(signer -> signer.key().identity()).toList();
        if (keys.all().stream().anyMatch(signer -> before.contains(signer.key().identity()))) {
            throw new CommandFailed("folder " + folder.resolve("v" + version) + " holds keys of version "
                    + (version - 1) + ", taken over by an unfinished rotation; repeat it with --keep-keys, or move the "
                    + "folder away");
        }
    }

    /** Takes the keys of one version into the next, unchanged. */
    void carryOver(int version) {
        create(folder.resolve("v" + (version + 1)));
        for (Path key : pemFiles(version)) {
            Path copy = file(version + 1, key.getFileName().toString());
            if (!Files.exists(copy)) {
                write(copy, read(key));
            } else if (!Arrays.equals(read(copy), read(key))) {
                throw new CommandFailed(copy + " is a new key of an unfinished rotation; repeat it without --keep-keys, "
                        + "or move " + copy.getParent() + " away");
            }
        }
    }

    /** The keys of a version that are here; some may be kept elsewhere. */
    Keys keysOf(int version) {
        List<Ed25519Signer> root = new ArrayList<>();
        List<Ed25519Signer> targets = new ArrayList<>();
        for (Path file : pemFiles(version)) {
            (file.getFileName().toString().equals(TARGETS) ? targets : root).add(key(file));
        }
        return new Keys(List.copyOf(root), List.copyOf(targets));
    }

    byte[] read(int version, String name) {
        return read(file(version, name));
    }

    boolean has(int version, String name) {
        return Files.exists(file(version, name));
    }

    /** Keeps what was signed; the root last, because it marks the version as complete. */
    void keep(int version, byte[] root, byte[] targets) {
        discardUnfinished(file(version, "targets.json"));
        write(file(version, "targets.json"), targets);
        write(file(version, "root.json"), root);
    }

    /** Targets without their root were signed by a ceremony that ended before it was complete. */
    private static void discardUnfinished(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailed("cannot remove " + file + ": " + e, e);
        }
    }

    private Path file(int version, String name) {
        return folder.resolve("v" + version).resolve(name);
    }

    private List<Path> pemFiles(int version) {
        try (Stream<Path> files = Files.list(folder.resolve("v" + version))) {
            return files.filter(file -> file.getFileName().toString().matches("root-\\d{1,3}\\.pem|targets\\.pem"))
                    .sorted().toList();
        } catch (IOException e) {
            throw new CommandFailed("cannot list the keys of version " + version + " in " + folder + ": " + e, e);
        }
    }

    private static void makeKey(Path file) {
        if (!Files.exists(file)) {
            write(file, Ed25519Signer.generate(new SecureRandom()).toPem().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static Ed25519Signer key(Path file) {
        try {
            return Ed25519Signer.fromPem(new String(read(file), StandardCharsets.US_ASCII));
        } catch (InvalidInput e) {
            throw new CommandFailed("the key " + file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e, e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new CommandFailed("cannot create the folder " + folder + ": " + e, e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, bytes, StandardOpenOption.SYNC);
            Files.move(draft, file);
        } catch (IOException e) {
            throw new CommandFailed("cannot write " + file + ": " + e, e);
        }
    }
}
