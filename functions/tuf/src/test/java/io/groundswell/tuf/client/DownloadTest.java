package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.Hashes;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.TargetFile;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {

    private static final String SHA256_OF_CONTENT =
            "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    private static final String SHA512_OF_CONTENT = "b2d1d285b5199c85f988d03649c37e44fd3dde01e5d69c50fef90651962f48110e"
            + "9340b60d49a479c4c0b53f5f07d690686dd87d2481937a512e8b85ee7c617f";

    private final SimulatedRepository repository = new SimulatedRepository();
    private final SimulatedClient client = SimulatedClient.trusting(repository);

    @ParameterizedTest
    @ValueSource(strings = {"target_file.txt", "path/to/a/target_file.txt"})
    @DisplayName("[R30] a target is fetched as <dir>/<sha256>.<filename> in a consistent snapshot")
    void fetchesByHash(String path) {
        repository.addTarget("targets", path, "content");
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(Optional.of("content"), client.download(path));
        int slash = path.lastIndexOf('/') + 1;
        assertEquals(List.of(path.substring(0, slash) + SHA256_OF_CONTENT + "." + path.substring(slash)),
                repository.targetRequests);
    }

    @Test
    @DisplayName("[R30] substituted bytes of the same length, and of any other, are refused")
    void refusesSubstitutedBytes() {
        repository.addTarget("targets", "file", "content");
        repository.publish("targets", "snapshot", "timestamp");
        for (String substitute : List.of("CONTENT", "conten", "content and more", "")) {
            repository.targetBytes.put("file", substitute.getBytes(StandardCharsets.UTF_8));
            assertEquals(MetadataRefused.Reason.MISMATCH,
                    assertThrows(MetadataRefused.class, () -> client.download("file")).reason(), substitute);
        }
        repository.targetBytes.remove("file");
        assertThrows(FileMissing.class, () -> client.download("file"));
    }

    @Test
    @DisplayName("[R30] every legitimate change of a target is followed, every other one is refused")
    void followsChanges() {
        for (int i = 0; i < 10; i++) {
            String content = "modified file contents " + i;
            repository.addTarget("targets", "file", content);
            repository.publish("targets", "snapshot", "timestamp");
            assertEquals(Optional.of(content), client.download("file"));
            repository.targetBytes.put("file", ("malicious contents " + i).getBytes(StandardCharsets.UTF_8));
            repository.publish("targets", "snapshot", "timestamp");
            assertThrows(MetadataRefused.class, () -> client.download("file"));
        }
    }

    @Test
    @DisplayName("[R30] sha256 and sha512 are both checked; another algorithm alone is refused")
    void checksEveryHash() {
        byte[] bytes = "content".getBytes(StandardCharsets.UTF_8);
        for (Map<String, String> hashes : List.of(Map.of("sha256", SHA256_OF_CONTENT),
                Map.of("sha512", SHA512_OF_CONTENT),
                Map.of("sha256", SHA256_OF_CONTENT, "sha512", SHA512_OF_CONTENT, "blake3", "whatever"))) {
            repository.addTarget("targets", "file", bytes, new Hashes(hashes));
            repository.publish("targets", "snapshot", "timestamp");
            assertEquals(Optional.of("content"), client.download("file"));
        }
        repository.addTarget("targets", "file", bytes,
                new Hashes(Map.of("sha256", SHA256_OF_CONTENT, "sha512", "0".repeat(128))));
        repository.publish("targets", "snapshot", "timestamp");
        assertThrows(MetadataRefused.class, () -> client.download("file"));
        assertThrows(MetadataRefused.class, () -> new Hashes(Map.of("md5", "0".repeat(32))));
    }

    @Test
    @DisplayName("[R30] an endless body is left one chunk after the promised length")
    void leavesAnEndlessBody() {
        TargetFile file = TargetFile.of(100_000, SHA256_OF_CONTENT, Map.of());
        CountingZeros endless = new CountingZeros();
        assertThrows(MetadataRefused.class, () -> file.copyVerified(endless, new ByteArrayOutputStream()));
        assertTrue(endless.read < 200_000, "read " + endless.read);
    }

    private static final class CountingZeros extends InputStream {

        private long read;

        @Override
        public int read() {
            read++;
            return 0;
        }
    }
}
