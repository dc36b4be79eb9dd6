package io.groundswell.agent.command;

import io.groundswell.agent.Agent;
import io.groundswell.agent.AgentPorts;
import io.groundswell.agent.AgentSettings;
import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.device.DirectoryInUse;
import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.enrollment.Renewal;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.identity.IdentityStore;
import io.groundswell.agent.probe.DeviceProber;
import io.groundswell.agent.process.RunningTrees;
import io.groundswell.agent.update.TufUpdates;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.Names;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.TufException;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.LocalMetadata;
import io.groundswell.tuf.client.TufClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * {@code run}: one device's agent, until it is stopped or decommissioned.
 *
 * <p>It may be killed at any point: what was in hand is in the journal, and what has to be reported in the queue.
 */
final class RunCommand {

    private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Backoff RENEWALS = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));
    private static final Duration PROBE_SPACING = Duration.ofSeconds(5);
    private static final Duration DOWNLOAD = Duration.ofHours(6);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_TAGS = 32;

    private final AgentLog log;
    private final DiskWatch watch;
    private final InstantSource clock = InstantSource.system();
    private final InstantSource steady = new SteadyClock();
    private final DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();

    RunCommand(PrintStream out, DiskWatch watch) {
        this.log = new AgentLog(out, clock);
        this.watch = watch;
    }

    void run(Options options) throws IOException {
        DeviceAllowlists allowlists = DeviceAllowlists.read(options.findPath(Flag.ALLOWLISTS));
        AgentSettings settings = new AgentSettings(version(), Hardware.profile(),
                tags(options.find(Flag.TAGS).orElse("")), RETRIES, PROBE_SPACING, jitter);
        DeviceDirectory directory = DeviceDirectory.own(options.path(Flag.DIR), watch);
        if (directory.isDecommissioned()) {
            throw directory.retired();
        }
        try (DeviceDisk disk = open(directory, allowlists)) {
            RunningTrees.endWithThisProcess();
            IdentityStore.Stored stored = directory.enrolled();
            disk.belongTo(device(stored.identity()), stored.identity().root());
            serve(disk, stored, directory.identity(), settings, allowlists);
            directory.decommission(clock.instant());
            throw directory.retired();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandEnded(ExitStatus.FAILED, "interrupted", e);
        }
    }

    private static DeviceRef device(Identity identity) {
        try {
            return Certificates.device(identity.certificate());
        } catch (CertificateException e) {
            throw new CommandEnded(ExitStatus.NOT_READY, "identity/device.pem is damaged: " + e.getMessage()
                    + "; restore it, or enrol the device again", e);
        }
    }

    private static DeviceDisk open(DeviceDirectory directory, DeviceAllowlists allowlists) throws IOException {
        try {
            return DeviceDisk.open(directory.path(), allowlists.appliers());
        } catch (DirectoryInUse e) {
            throw new CommandEnded(ExitStatus.NOT_READY, e.getMessage(), e);
        } catch (DamagedFile e) {
            throw new CommandEnded(ExitStatus.NOT_READY, e.getMessage() + "; nothing was changed. Restore the file, or remove "
                    + "it to go on without what it says", e);
        }
    }

    /** Returns when the server has retired the device. */
    private void serve(DeviceDisk disk, IdentityStore.Stored stored, IdentityStore store, AgentSettings settings,
            DeviceAllowlists allowlists) throws InterruptedException {
        Identity identity = stored.identity();
        disk.findings().forEach(log::say);
        pin(disk.metadata(), identity.root());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient storage = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT).executor(threads).build();
                DeviceConnection connection = new DeviceConnection(identity, trust(stored), BoundedHttp.STANDARD,
                        storage, threads)) {
            AgentPorts ports = ports(disk, identity, connection, allowlists);
            Renewal renewal = new Renewal(identity, connection, store, RENEWALS, jitter, log::say);
            log.say("agent of " + identity.name() + " started, device API " + identity.deviceApi());
            new AgentLoop(() -> new Agent(ports, settings, steady, identity.heartbeatInterval()), renewal, RETRIES,
                    clock, Thread::sleep, log::say).run();
        }
    }

    /** A root that was updated since is kept; one that the disk has spoiled is followed anew from the pinned one. */
    private void pin(LocalMetadata metadata, byte[] root) {
        try {
            if (!TufClient.hasRoot(metadata)) {
                if (metadata.read(Root.TYPE).isPresent()) {
                    log.say("tuf/root.json is damaged; beginning again from the root that was pinned at the enrolment");
                }
                metadata.delete(Root.TYPE);
                TufClient.trustRoot(metadata, root);
            }
        } catch (TufException e) {
            throw new CommandEnded(ExitStatus.NOT_READY, "identity/root.json is damaged: " + e.getMessage()
                    + "; restore it, or enrol the device again", e);
        }
    }

    private AgentPorts ports(DeviceDisk disk, Identity identity, DeviceConnection connection,
            DeviceAllowlists allowlists) {
        LifeSigns signs = new LifeSigns(connection, identity.heartbeatInterval(), log::say);
        TufUpdates updates = new TufUpdates(
                new TufClient(disk.metadata(), connection.metadata(), clock, Limits.STANDARD),
                connection.targets(DOWNLOAD));
        return new AgentPorts(signs, signs.during(updates), disk.staging(), disk.applier(),
                signs.during(new DeviceProber(allowlists.execProbes())), disk.reports(), disk.journal(),
                log.andThen(new HeapRelease(System::gc)));
    }

    private static ServerTrust trust(IdentityStore.Stored stored) {
        try {
            return EnrollCommand.trust(stored.serverCa());
        } catch (CertificateException e) {
            throw new CommandEnded(ExitStatus.NOT_READY, "identity/server-ca.pem is damaged: " + e.getMessage(), e);
        }
    }

    static Map<String, String> tags(String text) {
        Map<String, String> tags = new HashMap<>();
        for (String tag : text.isBlank() ? new String[0] : text.split(",")) {
            int sign = tag.indexOf('=');
            if (sign < 1 || sign == tag.length() - 1 || tags.put(tag.substring(0, sign), tag.substring(sign + 1)) != null) {
                throw Options.wrong("--tags must be KEY=VALUE pairs with commas between them, no key twice, found "
                        + Names.shown(tag));
            }
        }
        if (tags.size() > MOST_TAGS) {
            throw Options.wrong("--tags takes at most " + MOST_TAGS + " tags, found " + tags.size());
        }
        return tags;
    }

    private static String version() {
        return Optional.ofNullable(RunCommand.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
