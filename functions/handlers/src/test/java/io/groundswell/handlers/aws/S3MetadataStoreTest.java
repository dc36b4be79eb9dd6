package io.groundswell.handlers.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.tuf.repository.MetadataStore.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3MetadataStoreTest {

    private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SECOND = "second".getBytes(StandardCharsets.US_ASCII);

    private final FakeS3 s3 = new FakeS3();
    private final S3MetadataStore store = new S3MetadataStore(s3, "bucket", "f");

    @Test
    @DisplayName("[R3] a file is created once and left as it is")
    void createsOnce() {
        assertEquals(Optional.empty(), store.read("1.root.json"));
        assertTrue(store.createIfAbsent("1.root.json", FIRST));
        assertFalse(store.createIfAbsent("1.root.json", SECOND));
        assertArrayEquals(FIRST, s3.bytes("tuf/f/metadata/1.root.json"));
    }

    @Test
    @DisplayName("[R3] a file is replaced only by who read its newest content")
    void replacesWhatWasRead() {
        assertFalse(store.replace("timestamp.json", FIRST, "\"none\""));
        assertTrue(store.replace("timestamp.json", FIRST, null));
        Stored read = store.read("timestamp.json").orElseThrow();
        assertTrue(store.replace("timestamp.json", SECOND, read.etag()));
        assertFalse(store.replace("timestamp.json", FIRST, read.etag()));
        assertFalse(store.replace("timestamp.json", FIRST, null));
        assertArrayEquals(SECOND, store.read("timestamp.json").orElseThrow().bytes());
    }

    @Test
    @DisplayName("[R3] a write that meets another one under way is tried again")
    void triesAgainOnConflict() {
        int[] conflicts = {3};
        s3.beforePut(key -> {
            if (conflicts[0]-- > 0) {
                throw S3Exception.builder().statusCode(409).message("ConditionalRequestConflict").build();
            }
            return key;
        });

        assertTrue(store.createIfAbsent("1.root.json", FIRST));
        assertEquals(-1, conflicts[0]);
    }

    @Test
    @DisplayName("[R3] any other failure is not taken for a lost race")
    void passesFailuresOn() {
        s3.beforePut(key -> {
            throw S3Exception.builder().statusCode(403).message("AccessDenied").build();
        });

        assertThrows(S3Exception.class, () -> store.createIfAbsent("1.root.json", FIRST));
    }
}
