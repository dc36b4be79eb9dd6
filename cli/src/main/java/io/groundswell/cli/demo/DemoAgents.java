package io.groundswell.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.json.Sha256;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The demo's real agents: a good version on all of them, then one that the last of them cannot keep.
 *
 * <p>All share one machine and one probe, which gets no arguments; it finds its device by the working directory of
 * the agent that runs it.
 */
final class DemoAgents implements AutoCloseable {

    /** The file that makes a device unhealthy. */
    static final String BROKEN = "broken";

    private static final String ARTIFACT = "speech";
    private static final String FILE = "speech.onnx";
    private static final String GROUP = "boxes";

    private final DemoStack stack;
    private final Path folder;
    private final OperatorApi operator;
    private final PrintStream out;
    private final List<DemoAgent> agents;

    DemoAgents(DemoStack stack, Path folder, OperatorApi operator, int agents, PrintStream out) {
        this.stack = stack;
        this.folder = folder;
        this.operator = operator;
        this.out = out;
        Path home = Path.of(System.getenv("GROUNDSWELL_HOME"), "agent");
        AgentService service = AgentService.read(home.resolve("systemd/groundswell-agent.service"));
        this.agents = IntStream.rangeClosed(1, agents).mapToObj(i -> new DemoAgent("box-" + i, service,
                home.resolve("target/agent.jar"), folder.resolve("agents"))).toList();
    }

    /** Follows a rollout to an end. */
    @FunctionalInterface
    interface Watch {

        JsonNode until(String path, String status);
    }

    int count() {
        return agents.size();
    }

    /** How many rollouts the agents take part in. */
    int rollouts() {
        return agents.isEmpty() ? 0 : 2;
    }

    void tell(String rootSha256, Watch watch) {
        if (agents.isEmpty()) {
            return;
        }
        Path probe = probe();
        start(rootSha256, allowing(folder.resolve("agents"), probe));
        publish("1.0.0");
        out.println("\nRollout of " + ARTIFACT + " 1.0.0 to " + agents.size() + " agents, each a process with its own directory");
        watch.until(rollOut("1.0.0", probe), "succeeded");
        agents.forEach(agent -> requireInstalled(agent, "1.0.0"));

        DemoAgent broken = agents.getLast();
        broken.breakDown();
        publish("2.0.0");
        out.println("\nRollout of " + ARTIFACT + " 2.0.0, whose probe fails on " + broken.name());
        String path = rollOut("2.0.0", probe);
        JsonNode end = watch.until(path, "failed");
        requireEnds(end, path, broken);
        agents.forEach(agent -> requireInstalled(agent, agent == broken ? "1.0.0" : "2.0.0"));
        out.println(broken.name() + " rolled back to 1.0.0 by itself; the others run 2.0.0");
    }

    private void start(String rootSha256, Path allowlists) {
        String token = operator.post(path("/enrollment-tokens"), Map.of("uses", agents.size())).path("token").asText();
        Path serverCa = Path.of(stack.text("ca_pem"));
        agents.parallelStream().forEach(
                agent -> agent.start(stack.text("enroll_api"), token, rootSha256, serverCa, allowlists));
        operator.post(path("/groups"), Map.of("name", GROUP, "devices", agents.stream().map(DemoAgent::name).toList()));
    }

    private Path probe() {
        try {
            Files.createDirectories(folder.resolve("agents"));
            Path probe = Files.writeString(folder.resolve("agents").resolve("check"),
                    "#!/bin/sh\n# $PPID is the agent.\ntest ! -e \"/proc/$PPID/cwd/" + BROKEN + "\"\n");
            return Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new CommandFailed("the probe could not be written: " + e.getMessage(), e);
        }
    }

    /** The file in a folder that lets agents run a probe. */
    static Path allowing(Path folder, Path probe) {
        try {
            Path allowlists = Files.writeString(folder.resolve("allowlists.json"),
                    "{\"exec_probes\": [\"" + probe + "\"]}\n");
            // An agent believes no allowlists that others than their owner may write, whatever this shell's umask is.
            return Files.setPosixFilePermissions(allowlists, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new CommandFailed("the allowlists could not be written: " + e.getMessage(), e);
        }
    }

    private void publish(String version) {
        byte[] bytes = bytes(version);
        JsonNode declared = operator.post(path("/artifacts"), Map.of("name", ARTIFACT, "version", version, "kind", "model",
                "filename", FILE, "size", bytes.length, "sha256", Sha256.hex(bytes)));
        operator.upload(declared.path("upload"), bytes);
        operator.post(path("/artifacts/" + ARTIFACT + "/" + version + "/publish"), Map.of());
    }

    private String rollOut(String version, Path probe) {
        JsonNode rollout = operator.post(path("/rollouts"), Map.of("artifact", Map.of("name", ARTIFACT, "version", version),
                "group", GROUP, "strategy", Map.of("max_failure_rate", 0.9),
                "probe", Map.of("type", "exec", "target", probe.toString(), "timeout_s", 10, "attempts", 1)));
        return path("/rollouts/" + rollout.path("id").asText());
    }

    private void requireEnds(JsonNode end, String path, DemoAgent broken) {
        JsonNode wave = end.path("waves").path(0);
        DemoStory.require("agents that are healthy", agents.size() - 1, wave.path("healthy").asInt());
        DemoStory.require("agents that rolled back", 1, wave.path("rolled_back").asInt());
        for (JsonNode device : operator.get(path + "/devices").path("devices")) {
            if (device.path("device").asText().equals(broken.name())) {
                DemoStory.require("state of " + broken.name(), "rolled_back", device.path("state").asText());
                DemoStory.require("reason of " + broken.name(), "probe_failed", device.path("detail").asText());
            }
        }
    }

    private static void requireInstalled(DemoAgent agent, String version) {
        DemoStory.require("bytes on " + agent.name(), Optional.of(Sha256.hex(bytes(version))),
                agent.installed(ARTIFACT, FILE));
        DemoStory.require("that the agent " + agent.name() + " is running", true, agent.isRunning());
    }

    private static byte[] bytes(String version) {
        return (ARTIFACT + " " + version).repeat(1000).getBytes(StandardCharsets.UTF_8);
    }

    private static String path(String rest) {
        return "/fleets/" + DemoStory.FLEET + rest;
    }

    @Override
    public void close() {
        agents.forEach(DemoAgent::close);
    }
}
