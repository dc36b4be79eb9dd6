package io.groundswell.local.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    private static final Account ACCOUNT = new Account("us-east-1", "000000000000");

    @Test
    @DisplayName("[R24] with a data directory a restart hands out the same keys, kept readable by their owner alone")
    void survivesARestart(@TempDir Path directory) throws Exception {
        var first = Credentials.in(directory, ACCOUNT);
        var user = first.user("operator", List.of());
        var role = first.role("Recorder", "local", List.of());
        var second = Credentials.in(directory, ACCOUNT);
        assertEquals(first.owner(), second.owner());
        assertEquals(user, second.user("operator", List.of()));
        assertEquals(role, second.role("Recorder", "local", List.of()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("credentials.json"))));
    }

    @Test
    @DisplayName("[R24] a kept key is worth nothing until its user or role is registered again")
    void forgetsWhoIsGone(@TempDir Path directory) {
        var gone = Credentials.in(directory, ACCOUNT).user("gone", List.of());
        assertTrue(Credentials.in(directory, ACCOUNT).find(gone.id()).isEmpty());
    }

    @Test
    @DisplayName("[R24] keys are random and never print their secret")
    void keepsSecrets() {
        var key = Credentials.inMemory(ACCOUNT).owner();
        assertNotEquals(key, Credentials.inMemory(ACCOUNT).owner());
        assertFalse(key.toString().contains(key.secret()));
        assertTrue(key.id().matches("AKIA[A-Z2-7]{16}"), key.id());
    }
}
