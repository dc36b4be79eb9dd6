package io.groundswell.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.api.OperatorApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first rollout by hand, as written, with the shell and the tools that it names. */
class ReadmeIT {

    private static final long PATIENCE_S = 180;
    private static final List<String> TOOLS = List.of("bash", "curl", "jq", "openssl", "sha256sum");
    private static final Pattern CURL_VERSION = Pattern.compile("curl (\\d+)\\.(\\d+)\\.");
    /** {@code --aws-sigv4} came with 7.75. */
    private static final int LEAST_CURL = 775;

    @TempDir
    private Path folder;

    private Process stack;

    @BeforeEach
    void startStack() throws Exception {
        for (String tool : TOOLS) {
            require(isThere(tool), "there is no " + tool + " on this machine");
        }
        require(curl() >= LEAST_CURL, "curl is older than 7.75, it has no --aws-sigv4");
        Files.createSymbolicLink(folder.resolve("groundswell"), Readme.REPOSITORY.resolve("groundswell"));
        stack = start("stack", Readme.blockWith("./groundswell local"));
        while (!Files.exists(folder.resolve("ready.json"))) {
            assertTrue(!stack.waitFor(100, TimeUnit.MILLISECONDS), () -> "the stack ended:\n" + printed("stack"));
        }
    }

    @AfterEach
    void stopStack() throws InterruptedException, IOException {
        Files.deleteIfExists(folder.resolve("groundswell"));
        if (stack != null) {
            stack.descendants().forEach(ProcessHandle::destroy);
            stack.destroy();
            assertTrue(stack.waitFor(PATIENCE_S, TimeUnit.SECONDS), "the stack did not stop");
        }
    }

    private static void require(boolean given, String reason) {
        if (!given) {
            System.out.println("the README is not run: " + reason);
            Assumptions.abort(reason);
        }
    }

    private static boolean isThere(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream().anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    private static int curl() throws IOException {
        Process process = new ProcessBuilder("curl", "--version").start();
        Matcher version = CURL_VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return version.lookingAt() ? 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2)) : 0;
    }

    private Process start(String name, String block) throws IOException {
        Path script = Files.writeString(folder.resolve(name + ".sh"), block);
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(folder.resolve(name + ".out").toFile());
        builder.environment().put("GROUNDSWELL_BUILD", "never");
        builder.environment().put("GROUNDSWELL_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("no_proxy", "127.0.0.1");
        return builder.start();
    }

    private String printed(String name) {
        try {
            return Files.readString(folder.resolve(name + ".out"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String run(String name, String block) throws Exception {
        Process process = start(name, block);
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            throw new AssertionError("it did not end:\n" + printed(name));
        }
        assertEquals(0, process.exitValue(), () -> printed(name));
        return printed(name);
    }

    @Test
    @DisplayName("the README's first rollout by hand succeeds as written, and so do the lines that demo --keep prints")
    void byHand() throws Exception {
        String printed = run("by-hand", Readme.blockWith("fleet create plant"));

        List<String> types = printed.lines().map(line -> line.split(" ")).filter(words -> words.length == 3)
                .map(words -> words[1]).toList();
        assertTrue(types.containsAll(List.of("fleet.created", "device.enrolled", "artifact.published", "group.sealed",
                "rollout.created", "rollout.wave_opened", "device.reported", "rollout.succeeded")), printed);
        Hints hints = new Hints(OperatorApi.parse(Files.readAllBytes(folder.resolve("ready.json"))));
        JsonNode rollouts = answer("rollouts", hints.calls("plant").get(0));
        assertEquals("succeeded", rollouts.path("rollouts").path(0).path("status").asText());
        assertEquals("d1", answer("devices", hints.calls("plant").get(1)).path("devices").path(0).path("name").asText());
        assertEquals(5, answer("audit", hints.calls("plant").get(2)).path("events").size());
        if (isThere("aws")) {
            assertEquals(1, answer("aws", hints.awsCall()).path("stateMachines").size());
        }
    }

    private JsonNode answer(String name, String line) throws Exception {
        String text = run(name, line.startsWith("curl") ? line.replaceFirst("curl", "curl -s") : line);
        return OperatorApi.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
