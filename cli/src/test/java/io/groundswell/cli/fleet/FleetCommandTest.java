package io.groundswell.cli.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCommandTest {

    @TempDir
    private Path folder;

    private static String refusal(String line) {
        return assertThrows(UsageError.class, () -> FleetCommand.run(List.of(line.split(" ")))).getMessage();
    }

    @Test
    @DisplayName("[R2] a fleet's name is checked before anything is made")
    void nameFirst() {
        assertEquals("NAME must match [A-Za-z0-9][A-Za-z0-9._-]{0,63}, found \"..\"",
                refusal("create .. --api http://127.0.0.1:1 --keys " + folder.resolve("keys")));
        assertFalse(Files.exists(folder.resolve("keys")));
    }

    @Test
    @DisplayName("a threshold that the keys cannot reach is refused before any key is made")
    void threshold() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            FleetCeremony ceremony = new FleetCeremony(server.api(), folder.resolve("keys"), InstantSource.system());
            assertEquals("--threshold must be at most --root-keys (2), found 3",
                    assertThrows(UsageError.class, () -> ceremony.create("plant", 2, 3)).getMessage());
            assertEquals(List.of(), server.calls());
            assertFalse(Files.exists(folder.resolve("keys")));
        }
    }
}
