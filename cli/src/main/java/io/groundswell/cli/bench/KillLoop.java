package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.cli.fleet.FleetCeremony;
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
import java.util.Set;
import java.util.stream.IntStream;

/** Rollouts over one fleet while processes of the stack are killed; after each, every account of it is compared. */
final class KillLoop implements AutoCloseable {

    /** What is killed every few seconds gains nothing from the best machine code; it takes as long to make as to start anew. */
    static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private static final String FLEET = "bench";
    private static final String PATH = "/fleets/" + FLEET;
    private static final String ARTIFACT = "app";
    /** Of the whole fleet: more would leave two processors no time for anything else. */
    private static final int HEARTBEATS_PER_SECOND = 5;
    private static final Duration SHORT = Duration.ofMinutes(3);
    private static final Duration LONG = Duration.ofMinutes(60);
    private static final Duration TELL_EVERY = Duration.ofSeconds(20);
    private static final Set<String> FINAL = Set.of("succeeded", "failed", "aborted");

    private final KillPlan plan;
    private final LocalProcess local;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> names;
    private final AuditedRecord record = new AuditedRecord();
    private BenchDevices devices;
    private String told = "";
    private long toldAt = System.nanoTime();

    private KillLoop(KillPlan plan, LocalProcess local, PrintStream out) {
        this.plan = plan;
        this.local = local;
        this.out = out;
        this.names = IntStream.rangeClosed(1, plan.devices()).mapToObj("dev-%05d"::formatted).toList();
    }

    static KillLoop start(KillPlan plan, List<String> launcher, Path folder, PrintStream out) {
        out.println("files: " + folder);
        String seconds = "=" + Math.max(1, plan.devices() / HEARTBEATS_PER_SECOND);
        LocalProcess local = LocalProcess.start(launcher, folder, List.of("--isolated", "--data", folder.resolve("data").toString(),
                "--parameter", "HeartbeatActiveSeconds" + seconds, "--parameter", "HeartbeatIdleSeconds" + seconds));
        KillLoop loop = new KillLoop(plan, local, out);
        try {
            loop.found(folder);
            return loop;
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    private void found(Path folder) {
        new Patience(SHORT).get(() -> new FleetCeremony(as("operator"), folder.resolve("keys"), InstantSource.system())
                .create(FLEET, 1, 1));
        devices = new BenchDevices(Path.of(local.text("ca_pem")));
        devices.enroll(URI.create(local.text("enroll_api")), name -> as("operator").post(PATH + "/enrollment-tokens",
                Map.of("uses", 1, "device", name)).path("token").asText(), names);
        as("operator").post(PATH + "/groups", Map.of("name", "line", "devices", names));
        out.println(names.size() + " devices are enrolled");
    }

    /**
     * What happened in a round.
     *
     * @param functions kills of functions' processes
     * @param clouds kills of LocalCloud
     * @param events in the whole audit log, all of them intact
     */
    record Round(String rollout, String outcome, Duration took, int functions, int clouds, int events) {

        @Override
        public String toString() {
            return "rollout " + rollout + " " + outcome + " after " + took.toSeconds() + " s, " + functions + " functions and LocalCloud "
                    + clouds + " times killed, " + events + " audit events intact";
        }
    }

    /** A new version and its rollout, under fire from the declaration to the end. */
    Round round(int number) {
        long begun = System.nanoTime();
        Release release;
        JsonNode finished;
        Killer killer = Killer.start(local, plan, number);
        try (killer) {
            release = Release.publish(() -> as("operator"), PATH, ARTIFACT, number);
            String id = new Patience(SHORT).get(() -> create(release, number));
            out.println("rollout " + id + " of " + release + " begins");
            finished = new Patience(LONG).until("the rollout to finish", () -> advanced(id));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        String id = finished.path("id").asText();
        Verdict verdict = new Verdict(as("auditor"), PATH, id, devices, record);
        new Patience(SHORT).until("every answered report in the audit log", () -> {
            record.readOn(as("auditor"), FLEET);
            return verdict.recorded(names) && running().isEmpty() ? Optional.of(true) : Optional.empty();
        });
        verdict.check(names, release, new Patience(SHORT).get(() -> as("auditor").get(PATH + "/rollouts/" + id)));
        return new Round(id, finished.path("status").asText(), took, killer.functions(), killer.clouds(), record.events());
    }

    /** The rollout when it is final; approves on the way. */
    private Optional<JsonNode> advanced(String id) {
        JsonNode rollout = as("operator").get(PATH + "/rollouts/" + id);
        tell(rollout);
        String status = rollout.path("status").asText();
        if (status.equals("halted")) {
            throw new IllegalStateException("the rollout halted, and nothing gave it a reason: " + rollout);
        }
        if (status.equals("waiting_for_approval")) {
            as("approver").post(PATH + "/rollouts/" + id + "/approve", Map.of("wave", rollout.path("open_wave").asInt() + 1));
        }
        return FINAL.contains(status) ? Optional.of(rollout) : Optional.empty();
    }

    /** How far the rollout is, when something has changed since a while ago. */
    private void tell(JsonNode rollout) {
        List<String> waves = new ArrayList<>();
        rollout.path("waves").forEach(wave -> waves.add(wave.path("healthy").asInt() + wave.path("rolled_back").asInt() + "/"
                + wave.path("size").asInt()));
        String now = "  " + rollout.path("status").asText() + ", wave " + rollout.path("open_wave").asText() + " is open, terminal "
                + String.join(" ", waves);
        if (!now.equals(told) && System.nanoTime() - toldAt > TELL_EVERY.toNanos()) {
            out.println(now);
            told = now;
            toldAt = System.nanoTime();
        }
    }

    /** Executions that still run; a finished rollout has none. */
    private List<String> running() {
        return new AwsApi(http, URI.create(local.text("aws_endpoint")), local.owner()).runningExecutions();
    }

    /** The same rollout however often it is asked for (R16). */
    private String create(Release release, int round) {
        List<Map<String, Object>> waves = List.of(Map.of("percent", 5), Map.of("percent", 30, "approval", "manual"),
                Map.of("percent", 60), Map.of("percent", 100));
        return as("operator").postOnce(PATH + "/rollouts", "round-" + round, Map.of(
                "artifact", Map.of("name", release.artifact(), "version", release.version()), "group", "line",
                "probe", Map.of("type", "file", "target", "/run/ok", "timeout_s", 5, "attempts", 1),
                "strategy", Map.of("waves", waves, "max_failure_rate", 0.9))).path("id").asText();
    }

    private OperatorApi as(String user) {
        return local.as(user, http);
    }

    @Override
    public void close() {
        if (devices != null) {
            devices.close();
        }
        local.close();
        http.close();
    }
}
