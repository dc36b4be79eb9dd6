package io.groundswell.agent.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.Main;
import io.groundswell.agent.ServiceUnit;
import io.groundswell.tuf.TargetFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client may be served, in a process with the memory that the service unit gives the agent. */
class MemoryTest {

    /** The most that a client reads of a role. */
    private static final int MOST = 5_000_000;

    @TempDir
    private Path folder;
    private RepositoryServer repository;

    @BeforeEach
    void found() throws IOException {
        repository = new RepositoryServer();
        Path root = Files.write(folder.resolve("initial_root.json"), repository.founded.root());
        new TufCommand(System.out, System.err).run(List.of("--metadata-dir", metadata(), "init", root.toString()));
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private String metadata() {
        return folder.resolve("metadata").toString();
    }

    /** The exit status and all that the process says. */
    private String download(String target) throws Exception {
        List<String> command = ServiceUnit.read().java(folder);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "tuf",
                "--metadata-url", repository.url("metadata"), "--metadata-dir", metadata(), "--target-name", target,
                "--target-base-url", repository.url("targets"), "--target-dir", folder.resolve("targets").toString(),
                "download"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said;
    }

    @Test
    @DisplayName("[R30] a fleet whose metadata is as long as a client reads fits into the agent's memory")
    void readsTheLongestMetadata() throws Exception {
        String location = repository.publish("vision/1.0.0/weights.bin", "w".repeat(1 << 20));
        TargetFile file = TargetFile.of(1 << 20, location.replaceAll(".*/([0-9a-f]{64}).*", "$1"),
                Map.of("kind", "model", "manifest", Map.of()));
        Map<String, TargetFile> targets = new LinkedHashMap<>();
        for (int i = 0; i < 28_000; i++) {
            targets.put("vision/1.0." + i + "/weights.bin", file);
        }
        // Twice: the second time with the stored role in the way of the new one.
        for (int version = 2; version <= 3; version++) {
            repository.signAll(version, targets);
            int length = repository.files.get("/metadata/" + version + ".publisher.json").length;
            assertTrue(length > MOST * 9 / 10 && length <= MOST, "the role should be near the bound, found " + length);
            assertEquals("0 " + folder.resolve("targets/vision%2F1.0.0%2Fweights.bin") + "\n",
                    download("vision/1.0.0/weights.bin"));
        }
    }

    @Test
    @DisplayName("[R30] JSON that takes far more memory than it has bytes is refused, and the agent lives")
    void refusesJsonBombs() throws Exception {
        repository.vouchFor(2, ("{\"signed\":[" + "{\"a\":{\"a\":{}}},".repeat(330_000) + "0],\"signatures\":[]}")
                .getBytes(StandardCharsets.UTF_8));
        assertEquals("1 tuf: metadata holds at most 500000 values, found more\n", download("vision/1.0.0/weights.bin"));
    }
}
