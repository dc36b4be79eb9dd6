package io.groundswell.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("a data directory belongs to one LocalCloud at a time")
    void locks() throws IOException {
        Path chosen = folder.resolve("data");
        try (DataDirectory first = DataDirectory.open(Optional.of(chosen))) {
            assertEquals(Optional.of(chosen.resolve("x")), first.kept("x"));
            assertTrue(assertThrows(StartRefused.class, () -> DataDirectory.open(Optional.of(chosen))).getMessage().contains("in use by another LocalCloud"));
        }
        DataDirectory.open(Optional.of(chosen)).close();
    }

    @Test
    @DisplayName("without a data directory nothing is kept, and files go when LocalCloud ends")
    void forgets() throws IOException {
        Path file;
        try (DataDirectory directory = DataDirectory.open(Optional.empty())) {
            assertEquals(Optional.empty(), directory.kept("x"));
            file = directory.file("tls/ca.pem");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "ca");
        }
        assertFalse(Files.exists(file.getParent().getParent()));
    }
}
