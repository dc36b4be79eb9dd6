package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.MetadataRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

    @Test
    @DisplayName("[R30] a role's name may be longer than a file's, and two such names stay two")
    void storesLongNames() {
        DirectoryMetadata metadata = new DirectoryMetadata(directory);
        String name = "/".repeat(300);
        metadata.write(name, new byte[] {1});
        metadata.write(name + "/", new byte[] {2});
        assertArrayEquals(new byte[] {1}, metadata.read(name).orElseThrow());
        assertArrayEquals(new byte[] {2}, metadata.read(name + "/").orElseThrow());
        assertTrue(PercentEncoding.ofFileName(name).matches("%_[0-9a-f]{64}"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"timestamp,EMPTY", "timestamp,CUT", "timestamp,JUNK", "timestamp,OVERLONG", "snapshot,EMPTY",
        "snapshot,CUT", "snapshot,JUNK", "snapshot,OVERLONG", "targets,EMPTY", "targets,CUT", "targets,JUNK",
        "targets,OVERLONG"})
    @DisplayName("[R30] stored metadata that a disk has spoiled counts as none and is fetched anew")
    void replacesSpoiledMetadata(String role, Spoiling spoiling) throws IOException {
        SimulatedRepository repository = new SimulatedRepository();
        DirectoryMetadata metadata = new DirectoryMetadata(directory);
        TufClient.trustRoot(metadata, repository.first("root"));
        client(metadata, repository).refresh();
        Path file = directory.resolve(role + ".json");
        Files.write(file, spoiling.of(Files.readAllBytes(file)));
        client(metadata, repository).refresh();
        assertArrayEquals(repository.latest(role), Files.readAllBytes(file));
    }

    @ParameterizedTest
    @EnumSource(Spoiling.class)
    @DisplayName("[R30] without an intact root nothing is fetched: the anchor is not replaced by what a server says")
    void stopsAtASpoiledRoot(Spoiling spoiling) throws IOException {
        SimulatedRepository repository = new SimulatedRepository();
        DirectoryMetadata metadata = new DirectoryMetadata(directory);
        Files.write(directory.resolve("root.json"), spoiling.of(repository.first("root")));
        assertThrows(MetadataRefused.class, () -> client(metadata, repository).refresh());
        assertEquals(List.of(), repository.metadataRequests);
    }

    private static TufClient client(LocalMetadata metadata, SimulatedRepository repository) {
        return new TufClient(metadata, repository, () -> SimulatedRepository.NOW, Limits.STANDARD);
    }

    private enum Spoiling {
        EMPTY, CUT, JUNK, OVERLONG;

        byte[] of(byte[] bytes) {
            return switch (this) {
                case EMPTY -> new byte[0];
                case CUT -> Arrays.copyOf(bytes, bytes.length / 2);
                case JUNK -> new byte[] {(byte) 0xff, 0, (byte) 0xfe};
                case OVERLONG -> new byte[16_000_001];
            };
        }
    }
}
