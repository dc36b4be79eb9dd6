package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryMetadataTest {

    @TempDir
    private Path directory;

    @Test
    @DisplayName("[R30] a role is one file with its bytes, replaced as a whole, whatever the role's name")
    void storesRoles() throws IOException {
        DirectoryMetadata metadata = new DirectoryMetadata(directory);
        assertEquals(Optional.empty(), metadata.read("root"));
        metadata.write("root", new byte[] {1, 2, 3});
        metadata.write("root", new byte[] {4});
        metadata.write("../a b?", new byte[] {5});
        assertArrayEquals(new byte[] {4}, Files.readAllBytes(directory.resolve("root.json")));
        assertArrayEquals(new byte[] {5}, metadata.read("../a b?").orElseThrow());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of("..%2Fa%20b%3F.json", "root.json"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        metadata.delete("root");
        metadata.delete("root");
        assertEquals(Optional.empty(), metadata.read("root"));
    }

    @Test
    @DisplayName("[R30] a directory that is missing is an error, not an empty store")
    void failsWithoutItsDirectory() {
        DirectoryMetadata metadata = new DirectoryMetadata(directory.resolve("missing"));
        assertThrows(UncheckedIOException.class, () -> metadata.write("root", new byte[0]));
    }
}
