package io.groundswell.cli.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.CommandFailed;
import io.groundswell.tuf.Ed25519Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {

    @TempDir
    private Path temporary;

    private Path keys;
    private KeyFolder folder;

    @BeforeEach
    void openFolder() {
        keys = temporary.resolve("keys");
        folder = new KeyFolder(keys);
        folder.claim("plant");
    }

    private static List<String> ids(List<Ed25519Signer> signers) {
        return signers.stream().map(signer -> signer.key().keyId()).toList();
    }

    private static String refusal(Runnable call) {
        return assertThrows(CommandFailed.class, call::run).getMessage();
    }

    @Test
    @DisplayName("private keys are for their owner alone, and so is the folder")
    void permissions() throws IOException {
        folder.make(1, 1);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(keys.resolve("v1/root-1.pem"))));
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(keys.resolve("v1/targets.pem"))));
    }

    @Test
    @DisplayName("[R5] a folder belongs to one fleet")
    void oneFleet() {
        folder.claim("plant");
        assertEquals("folder " + keys + " holds the keys of fleet plant, not of depot; give another folder",
                refusal(() -> folder.claim("depot")));
    }

    @Test
    @DisplayName("an unfinished ceremony that is repeated takes the keys it made")
    void repeated() {
        KeyFolder.Keys first = folder.make(1, 3);
        KeyFolder.Keys second = folder.make(1, 3);
        assertEquals(ids(first.all()), ids(second.all()));
        assertEquals("folder " + keys + " holds 3 root keys of an unfinished ceremony; repeat it with --root-keys 3",
                refusal(() -> folder.make(1, 2)));
    }

    @Test
    @DisplayName("keys that are kept elsewhere are not made anew")
    void keptElsewhere() throws IOException {
        KeyFolder.Keys all = folder.make(1, 3);
        Files.delete(keys.resolve("v1/root-2.pem"));
        assertEquals(List.of(ids(all.root()).get(0), ids(all.root()).get(2)), ids(folder.keysOf(1).root()));
    }

    @Test
    @DisplayName("a rotation has new keys, unless it keeps them; half of one is never finished as the other")
    void rotations() {
        KeyFolder.Keys first = folder.make(1, 1);
        folder.carryOver(1);
        assertEquals(ids(first.all()), ids(folder.keysOf(2).all()));
        assertTrue(refusal(() -> folder.make(2, 1)).contains("repeat it with --keep-keys"));

        KeyFolder.Keys third = folder.make(3, 1);
        assertNotEquals(ids(first.all()), ids(third.all()));
        assertTrue(refusal(() -> folder.carryOver(2)).contains("repeat it without --keep-keys"));
    }

    @Test
    @DisplayName("what was signed is kept with the root last, and never written over")
    void signedFiles() {
        folder.make(1, 1);
        assertFalse(folder.has(1, "root.json"));
        folder.keep(1, new byte[] {1}, new byte[] {2});
        assertTrue(folder.has(1, "root.json"));
        assertArrayEquals(new byte[] {2}, folder.read(1, "targets.json"));
    }

    @Test
    @DisplayName("a key file that is none is named")
    void noKey() throws IOException {
        folder.make(1, 1);
        Files.writeString(keys.resolve("v1/root-1.pem"), "hello");
        assertEquals("the key " + keys.resolve("v1/root-1.pem")
                + ": expected a PEM file with one unencrypted PRIVATE KEY (PKCS#8)", refusal(() -> folder.keysOf(1)));
    }
}
