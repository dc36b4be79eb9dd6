package io.groundswell.agent;

import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.report.InMemoryReportQueue;
import io.groundswell.agent.report.ReportQueue;
import io.groundswell.agent.update.Applier;
import io.groundswell.agent.update.InMemoryJournal;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.UpdateRefused;
import io.groundswell.agent.update.UpdateSource;
import io.groundswell.agent.update.WorkJournal;
import io.groundswell.agent.virtual.InMemoryVersions;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One agent with everything around it in reach of a test. */
final class Bench implements UpdateSource, Prober {

    static final Probe PROBE = new Probe(ProbeType.FILE, "/run/healthy", 5, 3, 0);

    final MutableClock clock = new MutableClock();
    final FakeServer server = new FakeServer();
    final InMemoryVersions versions = new InMemoryVersions();
    final ReportQueue queue = new InMemoryReportQueue();
    WorkJournal journal = new InMemoryJournal();
    final List<AgentEvent> events = new ArrayList<>();
    Applier applier = versions;
    /** How each probe attempt goes, by the version under probe; healthy unless a test says otherwise. */
    Function<Probe, Outcome> probing = probe -> Outcome.HEALTHY;
    int probes;
    Optional<String> repositoryTrouble = Optional.empty();
    Agent agent;

    Bench() {
        restart();
    }

    /** What remains after a crash: everything but the agent itself. */
    void restart() {
        AgentSettings settings = new AgentSettings("1.0", Map.of("board", "b1"), Map.of(),
                new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60)), Duration.ofSeconds(1), () -> 1.0);
        AgentPorts ports = new AgentPorts(server, this, versions, applier, this, queue, journal, events::add);
        agent = new Agent(ports, settings, clock, Duration.ofSeconds(30));
    }

    /** Ticks until the agent has to wait for a while, and returns that wait. */
    Duration settle() {
        for (int i = 0; i < 1000; i++) {
            Optional<Duration> wait = agent.tick();
            if (wait.isEmpty() || !wait.get().isZero()) {
                return wait.orElse(Duration.ZERO);
            }
        }
        throw new AssertionError("the agent spins in state " + agent.state());
    }

    /** Lets time pass, ticking whenever the agent asks for it. */
    void run(Duration time) {
        Duration left = time;
        for (Duration wait = settle(); !agent.state().isTerminal() && wait.compareTo(left) <= 0; wait = settle()) {
            clock.advance(wait);
            left = left.minus(wait);
        }
        clock.advance(left);
    }

    static byte[] content(String name, String version) {
        return ("content of " + name + " " + version).getBytes(StandardCharsets.UTF_8);
    }

    static ArtifactFacts facts(String name, String version) {
        byte[] bytes = content(name, version);
        return new ArtifactFacts(new ArtifactRef(name, version), ArtifactKind.CONFIG,
                name + "/" + version + "/file", bytes.length, Sha256.hex(bytes));
    }

    void assign(String rollout, String name, String version) {
        assign(rollout, name, version, PROBE);
    }

    void assign(String rollout, String name, String version, Probe probe) {
        server.assignments.add(new Assignment.Apply(rollout, facts(name, version), probe));
    }

    void assignRevert(String rollout, String name, String version) {
        server.assignments.add(new Assignment.Revert(rollout, facts(name, version)));
    }

    Optional<String> installed(String name) {
        return versions.installed(name).map(version -> version.ref().version());
    }

    @Override
    public Update resolve(ArtifactFacts facts) {
        repositoryTrouble.ifPresent(reason -> {
            throw new UpdateRefused(reason);
        });
        return new Update(facts.ref(), facts.kind(), facts.target(), facts.size(), facts.sha256(), Map.of());
    }

    @Override
    public void download(Update update, OutputStream sink) throws IOException {
        sink.write(content(update.ref().name(), update.ref().version()));
    }

    @Override
    public Outcome attempt(Probe probe) {
        probes++;
        return probing.apply(probe);
    }
}
