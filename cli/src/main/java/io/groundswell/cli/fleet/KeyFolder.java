package io.groundswell.cli.fleet;

import io.groundswell.cli.CommandFailed;
import io.groundswell.tuf.Ed25519Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Offline keys and metadata of a fleet in one folder.
 *
 * <p>{@code v<version>/root-<n>.pem} and {@code v<version>/targets.pem} are the private keys of a root version
 * (PKCS#8, mode 0600); {@code v<version>/root.json} and {@code targets.json} are what was signed with them.
 */
final class KeyFolder {

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    /** The private keys of one version. */
    record Keys(List<Ed25519Signer> root, Ed25519Signer targets) {

        List<Ed25519Signer> all() {
            List<Ed25519Signer> all = new ArrayList<>(root);
            all.add(targets);
            return all;
        }
    }

    /** The newest version whose metadata is here, 0 for none. */
    int newestVersion() {
        int version = 0;
        while (Files.exists(file(version + 1, "root.json"))) {
            version++;
        }
        return version;
    }

    /** The keys of a version, made now if they are not here yet. */
    Keys keys(int version, int rootKeys) {
        create(folder.resolve("v" + version));
        List<Ed25519Signer> root = new ArrayList<>();
        for (int n = 1; n <= rootKeys; n++) {
            root.add(key(file(version, "root-" + n + ".pem")));
        }
        if (Files.exists(file(version, "root-" + (rootKeys + 1) + ".pem"))) {
            throw new CommandFailed("folder " + folder + " holds more than " + rootKeys
                    + " root keys of an unfinished ceremony; repeat it with the same --root-keys");
        }
        return new Keys(root, key(file(version, "targets.pem")));
    }

    /** The keys that a finished version was signed with. */
    Keys keysOf(int version) {
        int rootKeys = 0;
        while (Files.exists(file(version, "root-" + (rootKeys + 1) + ".pem"))) {
            rootKeys++;
        }
        return keys(version, rootKeys);
    }

    byte[] read(int version, String name) {
        try {
            return Files.readAllBytes(file(version, name));
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file(version, name) + ": " + e.getMessage(), e);
        }
    }

    boolean has(int version, String name) {
        return Files.exists(file(version, name));
    }

    /** Keeps what was signed; the root last, because it marks the version as complete. */
    void keep(int version, byte[] root, byte[] targets) {
        write(file(version, "targets.json"), targets);
        write(file(version, "root.json"), root);
    }

    private Path file(int version, String name) {
        return folder.resolve("v" + version).resolve(name);
    }

    private static Ed25519Signer key(Path file) {
        try {
            if (Files.exists(file)) {
                return Ed25519Signer.fromPem(Files.readString(file));
            }
            Ed25519Signer made = Ed25519Signer.generate(new SecureRandom());
            write(file, made.toPem().getBytes(StandardCharsets.UTF_8));
            return made;
        } catch (IOException e) {
            throw new CommandFailed("cannot read the key " + file + ": " + e.getMessage(), e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new CommandFailed("cannot create the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(temporary);
            Files.createFile(temporary, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
            Files.write(temporary, bytes, StandardOpenOption.SYNC);
            Files.move(temporary, file);
        } catch (IOException e) {
            throw new CommandFailed("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
