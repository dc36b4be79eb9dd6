package io.groundswell.agent;

import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.apply.Reload;
import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.UpdateSource;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An agent whose memory is a directory, and which may lose power; its server and its repository do not. */
final class DiskBench implements UpdateSource, Prober, AutoCloseable {

    static final String ARTIFACT = "app";
    private static final int MANY_TICKS = 200;
    static final Probe PROBE = new Probe(ProbeType.FILE, "/run/healthy", 5, 2, 0);

    final FakeServer server = new FakeServer();
    final MutableClock clock = new MutableClock();
    final List<AgentEvent> events = new ArrayList<>();
    final Path directory;
    final Path etc;
    final ArtifactKind kind;
    final FakePrograms programs = new FakePrograms();
    Outcome outcome = Outcome.HEALTHY;
    DeviceDisk disk;
    Agent agent;

    DiskBench(Path root, ArtifactKind kind) {
        this.kind = kind;
        this.directory = makeDirectory(root.resolve("device"));
        this.etc = makeDirectory(root.resolve("etc"));
    }

    private static Path makeDirectory(Path path) {
        try {
            return Files.createDirectories(path).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the agent as after a boot; what runs is not touched by a start. */
    void start(Tripwire watch) {
        close();
        programs.tripwire = watch;
        try {
            disk = DeviceDisk.open(directory, allowlists(), programs, watch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AgentSettings settings = new AgentSettings("1.0", Map.of(), Map.of(),
                new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60)), Duration.ofSeconds(1), () -> 1.0);
        agent = new Agent(new AgentPorts(server, this, disk.staging(), disk.applier(), this, disk.reports(),
                disk.journal(), events::add), settings, clock, Duration.ofSeconds(10));
    }

    private Allowlists allowlists() {
        return new Allowlists(List.of(etc), Map.of("app", new Reload.Program(List.of("/usr/sbin/app", "reload"))),
                Map.of("app", List.of("--network=none")), Optional.of(FakePrograms.ENGINE));
    }

    /** What the kernel does when a process ends. */
    @Override
    public void close() {
        try {
            if (disk != null) {
                disk.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void assign(String rollout, String version) {
        server.assignments.add(new Assignment.Apply(rollout, facts(version), PROBE));
    }

    void assignRevert(String rollout, String version) {
        server.assignments.add(new Assignment.Revert(rollout, facts(version)));
    }

    /** Ticks until all work is done and told. */
    void run() {
        for (int i = 0; i < MANY_TICKS; i++) {
            Duration wait = agent.tick().orElseThrow();
            clock.advance(wait);
            if (agent.state() == AgentState.LISTENING && server.assignments.isEmpty() && !wait.isZero()) {
                return;
            }
        }
        throw new AssertionError("the agent does not come to an end in state " + agent.state() + ": " + events);
    }

    /** Installs a version that stays. */
    void install(String rollout, String version) {
        start(Tripwire.never());
        assign(rollout, version);
        run();
    }

    ArtifactFacts facts(String version) {
        byte[] bytes = content(version);
        return new ArtifactFacts(new ArtifactRef(ARTIFACT, version), kind, ARTIFACT + "/" + version + "/file",
                bytes.length, Sha256.hex(bytes));
    }

    byte[] content(String version) {
        return kind == ArtifactKind.CONTAINER ? TestImage.of(version).archive()
                : ("content of " + version + " of " + kind).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> manifest(String version) {
        return switch (kind) {
            case MODEL -> Map.of();
            case CONFIG -> Map.of("path", etc.resolve("app.conf").toString(), "mode", "0640", "reload", "app");
            case CONTAINER -> Map.of("image", "sha256:" + TestImage.of(version).id());
        };
    }

    @Override
    public Update resolve(ArtifactFacts facts) {
        return new Update(facts.ref(), facts.kind(), facts.target(), facts.size(), facts.sha256(),
                manifest(facts.ref().version()));
    }

    @Override
    public void download(Update update, OutputStream sink) throws IOException {
        sink.write(content(update.ref().version()));
    }

    @Override
    public Outcome attempt(Probe probe) {
        return outcome;
    }

    /** The version that programs of the device would use now, read from outside of the agent. */
    Optional<String> inUse() {
        return switch (kind) {
            case MODEL -> version(directory.resolve("artifacts/app/current/file"));
            case CONFIG -> version(etc.resolve("app.conf"));
            case CONTAINER -> Optional.ofNullable(programs.containers.get("app")).flatMap(container ->
                    Stream.of("1", "2", "3").filter(v -> TestImage.of(v).id().equals(container.image())).findFirst());
        };
    }

    private Optional<String> version(Path file) {
        try {
            String text = Files.readString(file);
            return Optional.of(text.replace("content of ", "").replace(" of " + kind, ""));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
