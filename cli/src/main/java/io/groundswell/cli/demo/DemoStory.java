package io.groundswell.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.cli.fleet.FleetCeremony;
import io.groundswell.cli.watch.RolloutWatch;
import io.groundswell.domain.json.Sha256;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** What the demo does, step by step, and what each step must lead to. */
final class DemoStory implements AutoCloseable {

    static final String FLEET = "demo";

    private static final String ARTIFACT = "vision";
    private static final String FLEET_PATH = "/fleets/" + FLEET;
    private static final int MODEL_BYTES = 256 * 1024;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, Object> PROBE =
            Map.of("type", "file", "target", "/run/vision/ready", "timeout_s", 20, "attempts", 1);

    private final DemoStack stack;
    private final Path folder;
    private final List<String> names;
    private final PrintStream out;
    private final Demo.WaveBarsFactory bars;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final OperatorApi operator;
    private final OperatorApi approver;
    private final DemoDevices devices;
    private final DemoAgents agents;
    private final byte[] good = model(1);
    private final byte[] bad = model(2);

    DemoStory(DemoStack stack, Path folder, int devices, int agents, PrintStream out,
            Demo.WaveBarsFactory bars) {
        this.stack = stack;
        this.folder = folder;
        this.names = IntStream.rangeClosed(1, devices).mapToObj("cam-%03d"::formatted).toList();
        this.out = out;
        this.bars = bars;
        this.operator = stack.as("operator", http);
        this.approver = stack.as("approver", http);
        this.devices = new DemoDevices(Path.of(stack.text("ca_pem")));
        this.agents = new DemoAgents(stack, folder, operator, agents, out);
    }

    void tell() {
        out.println("Groundswell runs on this machine: " + stack.text("operator_api"));
        FleetCeremony.Anchor anchor = new FleetCeremony(operator, folder.resolve("keys"), InstantSource.system())
                .create(FLEET, 1, 1);
        out.println("Ceremony: fleet " + FLEET + ", root sha256 " + anchor.sha256().substring(0, 16) + "…");
        enroll();
        publish("1.0.0", good);
        goodRollout();
        publish("2.0.0", bad);
        badRollout();
        agents.tell(anchor.sha256(), this::follow);
        audit();
        require("refused reports and faults on the devices' side", List.of(), devices.trouble());
        if (devices.retries() > 0) {
            out.println("Devices had to try " + devices.retries() + " calls again");
        }
    }

    private void enroll() {
        JsonNode token = operator.post(FLEET_PATH + "/enrollment-tokens", Map.of("uses", names.size()));
        devices.enroll(URI.create(stack.text("enroll_api")), token.path("token").asText(), names);
        List<String> asked = new ArrayList<>(names);
        asked.add("cam-none");
        JsonNode group = operator.post(FLEET_PATH + "/groups", Map.of("name", "line", "devices", asked));
        require("members", names.size(), group.path("members").asInt());
        require("unresolved names", "[\"cam-none\"]", group.path("unresolved").toString());
        out.println("Enrolled " + names.size() + " devices over mutual TLS; group line is sealed");
    }

    private void publish(String version, byte[] bytes) {
        JsonNode declared = operator.post(FLEET_PATH + "/artifacts", Map.of("name", ARTIFACT, "version", version,
                "kind", "model", "filename", "vision.onnx", "size", bytes.length, "sha256", Sha256.hex(bytes)));
        operator.upload(declared.path("upload"), bytes);
        JsonNode published = operator.post(FLEET_PATH + "/artifacts/" + ARTIFACT + "/" + version + "/publish", Map.of());
        require("status of the artifact", "published", published.path("status").asText());
        out.println("Published " + ARTIFACT + " " + version + ": " + bytes.length + " bytes, signed");
    }

    private void goodRollout() {
        String path = create("1.0.0", 0, List.of(wave(10, "auto"), wave(50, "manual"), wave(100, "auto")));
        out.println("\nRollout of 1.0.0: 10 %, then 50 % with approval, then 100 %");
        RolloutWatch watch = new RolloutWatch(operator, bars.bars(), LOOK_EVERY);
        watch.until(path, Set.of("waiting_for_approval"), PATIENCE);
        approver.post(path + "/approve", Map.of("wave", 1));
        JsonNode end = watch.until(path, Set.of("succeeded"), PATIENCE);
        require("healthy devices", names.size(), sum(end, "healthy"));
        names.forEach(name -> require("bytes on " + name, Optional.of(Sha256.hex(good)), devices.installed(name)));
        out.println("Every device runs the bytes that were published");
    }

    private void badRollout() {
        List<Map<String, Object>> waves = List.of(wave(10, "auto"), wave(100, "auto"));
        List<String> canaries = canaries(waves);
        devices.breakOn(canaries, bad);
        String path = create("2.0.0", 0.25, waves);
        out.println("\nRollout of 2.0.0, which is bad: " + canaries.size() + " canaries, tolerance 25 %");
        RolloutWatch watch = new RolloutWatch(operator, bars.bars(), LOOK_EVERY);
        JsonNode halted = watch.until(path, Set.of("halted"), PATIENCE);
        require("wave that is open", 0, halted.path("open_wave").asInt());
        require("reason of the halt", "tolerance_exceeded", halted.path("halt").path("reason").asText());
        watch.until(path, "an end for every canary",
                rollout -> sum(rollout, "healthy", "rolled_back") == canaries.size(), PATIENCE);
        JsonNode aborted = approver.post(path + "/abort", Map.of("policy", "revert"));
        require("status", "aborted", aborted.path("status").asText());
        JsonNode end = watch.until(path, "the reversal of the healthy canary",
                rollout -> sum(rollout, "reverted") == 1, PATIENCE);
        require("devices that rolled back by themselves", canaries.size() - 1, sum(end, "rolled_back"));
        names.forEach(name -> require("bytes on " + name, Optional.of(Sha256.hex(good)), devices.installed(name)));
        out.println("It halted by itself; " + sum(end, "rolled_back") + " rolled back by themselves, "
                + sum(end, "reverted") + " reverted when the approver aborted");
        out.println("Every device runs 1.0.0 again; " + (names.size() - canaries.size()) + " never saw 2.0.0");
    }

    private JsonNode follow(String path, String status) {
        return new RolloutWatch(operator, bars.bars(), LOOK_EVERY).until(path, Set.of(status), PATIENCE);
    }

    private void audit() {
        AuditCheck audit = AuditCheck.read(stack.as("auditor", http), FLEET);
        require("rollout.created events", 2 + agents.rollouts(), audit.of("rollout.created"));
        require("rollout.wave_approved events", 1, audit.of("rollout.wave_approved"));
        require("rollout.halted events", 1, audit.of("rollout.halted"));
        require("rollout.aborted events", 1, audit.of("rollout.aborted"));
        require("device.enrolled events", names.size() + agents.count(), audit.of("device.enrolled"));
        require("device.reverted events", 1, audit.of("device.reverted"));
        out.println("\nAudit log: " + audit.events() + " events in " + audit.lanes()
                + " chains, every hash recomputed, no revision missing: intact");
    }

    private List<String> canaries(List<Map<String, Object>> waves) {
        JsonNode plan = operator.post(FLEET_PATH + "/rollouts?dry_run=true", body("2.0.0", 0.25, waves));
        List<String> canaries = new ArrayList<>();
        plan.path("waves").path(0).path("devices").forEach(name -> canaries.add(name.asText()));
        return canaries;
    }

    private String create(String version, double tolerance, List<Map<String, Object>> waves) {
        JsonNode rollout = operator.post(FLEET_PATH + "/rollouts", body(version, tolerance, waves));
        return FLEET_PATH + "/rollouts/" + rollout.path("id").asText();
    }

    private static Map<String, Object> body(String version, double tolerance, List<Map<String, Object>> waves) {
        return Map.of("artifact", Map.of("name", ARTIFACT, "version", version), "group", "line", "probe", PROBE,
                "strategy", Map.of("waves", waves, "max_failure_rate", tolerance));
    }

    private static Map<String, Object> wave(int percent, String approval) {
        return Map.of("percent", percent, "approval", approval);
    }

    private static int sum(JsonNode rollout, String... counts) {
        int sum = 0;
        for (JsonNode wave : rollout.path("waves")) {
            for (String count : counts) {
                sum += wave.path(count).asInt();
            }
        }
        return sum;
    }

    static void require(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new CommandFailed(what + ": expected " + expected + ", found " + found);
        }
    }

    private static byte[] model(int seed) {
        byte[] bytes = new byte[MODEL_BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        agents.close();
        devices.close();
        http.close();
    }
}
