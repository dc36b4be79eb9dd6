package io.groundswell.agent;

import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.connection.DeviceApi;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.agent.connection.Registration;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.UpdateSource;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The main program of a device that is made to be killed: it takes one rollout after the other, as fast as it can.
 *
 * <p>Its server remembers reports in a file; what it assigns next follows from those alone.
 */
public final class KilledDevice implements DeviceApi, UpdateSource {

    /** Tells of every change to the disk, before it and without delay. */
    private static final FileOutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

    private final KilledDeviceFiles files;
    private final boolean isLastRun;

    private KilledDevice(KilledDeviceFiles files, boolean isLastRun) {
        this.files = files;
        this.isLastRun = isLastRun;
    }

    /** Arguments: the directory of it all, and {@code last} to finish what is begun and end. */
    public static void main(String[] args) throws IOException {
        KilledDeviceFiles files = new KilledDeviceFiles(Path.of(args[0]));
        new KilledDevice(files, args.length > 1).run();
    }

    private void run() throws IOException {
        Allowlists allowlists = new Allowlists(List.of(files.etc()), Map.of(), Map.of("container", List.of()),
                Optional.of(files.engine()));
        DeviceDisk disk = DeviceDisk.open(files.device(), allowlists,
                new BoundedPrograms(Map.of("ENGINE_STATE", files.engineState().toString())),
                (change, path) -> OUTPUT.write('.'));
        MutableClock clock = new MutableClock();
        AgentSettings settings = new AgentSettings("1.0", Map.of(), Map.of(),
                new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60)), Duration.ofSeconds(1), () -> 1.0);
        Agent agent = new Agent(new AgentPorts(this, this, disk.staging(), disk.applier(), this::attempt,
                disk.reports(), disk.journal(), event -> { }), settings, clock, Duration.ofSeconds(10));
        disk.findings().forEach(System.out::println);
        Duration wait = Duration.ZERO;
        while (!isLastRun || agent.state() != AgentState.LISTENING || wait.isZero()) {
            wait = agent.tick().orElseThrow();
            clock.advance(wait);
        }
        disk.close();
    }

    private Outcome attempt(Probe probe) {
        return probe.target().equals("/run/healthy") ? Outcome.HEALTHY : Outcome.UNHEALTHY;
    }

    @Override
    public void register(Registration registration) {
        // Whatever it has installed, its server knows from its reports.
    }

    @Override
    public Heartbeat heartbeat() {
        Optional<String> next = files.next();
        if (next.isEmpty() || isLastRun && !files.isBegun(next.get())) {
            return new Heartbeat(Duration.ofSeconds(10), List.of());
        }
        int rollout = KilledDeviceFiles.number(next.get());
        Assignment assignment = next.get().startsWith("revert")
                ? new Assignment.Revert("r" + rollout, files.facts(rollout))
                : new Assignment.Apply("r" + rollout, files.facts(rollout), probe(rollout));
        return new Heartbeat(Duration.ofSeconds(10), List.of(assignment));
    }

    private static Probe probe(int rollout) {
        // However often it is killed in the middle of attempts, a healthy version has one left to prove itself.
        return KilledDeviceFiles.isHealthy(rollout) ? new Probe(ProbeType.FILE, "/run/healthy", 5, 10, 0)
                : new Probe(ProbeType.FILE, "/run/ill", 5, 2, 0);
    }

    @Override
    public void report(Report report) {
        try {
            Files.writeString(files.log(), report.rollout() + " " + report.state().word() + report.detail()
                    .map(code -> " " + code).orElse("") + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Update resolve(ArtifactFacts facts) {
        return new Update(facts.ref(), facts.kind(), facts.target(), facts.size(), facts.sha256(),
                files.manifest(KilledDeviceFiles.number(facts.ref().version())));
    }

    @Override
    public void download(Update update, OutputStream sink) throws IOException {
        sink.write(files.content(KilledDeviceFiles.number(update.ref().version())));
    }
}
