package io.groundswell.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAgentsTest {

    @Test
    @DisplayName("[R29] the demo's allowlists are writable by their owner alone, or no agent would read them, whatever the umask is")
    void writesAllowlistsThatAgentsBelieve(@TempDir Path folder) throws IOException {
        // What a umask of 0002 makes of a new file.
        Files.setPosixFilePermissions(Files.createFile(folder.resolve("allowlists.json")),
                PosixFilePermissions.fromString("rw-rw-r--"));
        Path allowlists = DemoAgents.allowing(folder, Path.of("/opt/check"));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(allowlists)));
        assertEquals("{\"exec_probes\": [\"/opt/check\"]}\n", Files.readString(allowlists));
    }
}
