package io.groundswell.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.local.iam.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LocalOptionsTest {

    private static final LocalOptions OPTIONS = LocalOptions.of(Path.of("template.yaml"));
    private static final OutsideServices OUTSIDE = new OutsideServices(URI.create("http://127.0.0.1:4566"),
            new AccessKey("test", "test", Optional.empty()), "elsewhere");

    @Test
    @DisplayName("with tables, buckets and keys elsewhere nothing can be kept here, and no role be enforced")
    void nothingKeptOfWhatIsElsewhere() {
        assertEquals(Optional.of(OUTSIDE), OPTIONS.on(OUTSIDE).outside());
        String sentence = "with services outside there is neither a data directory, nor a role to enforce, nor a request to log here";
        assertEquals(sentence, assertThrows(IllegalArgumentException.class,
                () -> OPTIONS.withData(Path.of("data")).on(OUTSIDE)).getMessage());
        assertEquals(sentence, assertThrows(IllegalArgumentException.class,
                () -> OPTIONS.on(OUTSIDE).inProcesses()).getMessage());
    }

    @Test
    @DisplayName("a port that no machine has is refused")
    void ports() {
        assertEquals("a port is 0 to 65535, found 65536",
                assertThrows(IllegalArgumentException.class, () -> OPTIONS.withPorts(0, 65_536, 0)).getMessage());
    }
}
