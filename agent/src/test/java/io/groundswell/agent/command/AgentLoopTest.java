package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.Agent;
import io.groundswell.agent.AgentPorts;
import io.groundswell.agent.AgentSettings;
import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.DeviceApi;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.connection.Registration;
import io.groundswell.agent.connection.TestAuthority;
import io.groundswell.agent.enrollment.Renewal;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.agent.report.InMemoryReportQueue;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.InMemoryJournal;
import io.groundswell.agent.virtual.InMemoryVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AgentLoopTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Instant now = Instant.now();
    private int failuresLeft;
    private int heartbeatsLeft;

    /** A device whose server retires it when its heartbeats are used up. */
    private Agent agent() {
        if (failuresLeft-- > 0) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        InMemoryVersions versions = new InMemoryVersions();
        DeviceApi api = new DeviceApi() {
            @Override
            public void register(Registration registration) {
                assertEquals(Map.of(), registration.installedVersions());
            }

            @Override
            public Heartbeat heartbeat() {
                if (heartbeatsLeft-- > 0) {
                    return new Heartbeat(Duration.ofSeconds(30), List.of());
                }
                throw new Refused(401, "decommissioned", "retired");
            }

            @Override
            public void report(Report report) {
                throw new AssertionError("nothing is reported here");
            }
        };
        return new Agent(new AgentPorts(api, null, versions, versions, probe -> Outcome.HEALTHY,
                new InMemoryReportQueue(), new InMemoryJournal(), event -> { }),
                new AgentSettings("1", Map.of(), Map.of(), BACKOFF, Duration.ofSeconds(1), () -> 1), () -> now,
                Duration.ofSeconds(30));
    }

    private void run() throws Exception {
        TestAuthority authority = new TestAuthority("device CA").validFor(Duration.ofDays(90));
        DeviceKey key = DeviceKey.generate();
        Identity identity = new Identity("d1", key.pair().getPrivate(), authority.certify(key.pair().getPublic(), "d1"),
                authority.certificate(), new byte[0], URI.create("https://127.0.0.1:1"), Duration.ofSeconds(30));
        Renewal renewal = new Renewal(identity, null, null, BACKOFF, () -> 1, log::add);
        new AgentLoop(this::agent, renewal, BACKOFF, () -> now, this::pass, log::add).run();
    }

    private void pass(Duration time) {
        pauses.add(time);
        now = now.plus(time);
    }

    @Test
    @DisplayName("[R9] waits between heartbeats, and [R10] ends when the device is retired")
    void endsWithTheDevice() throws Exception {
        heartbeatsLeft = 3;
        run();
        assertEquals(List.of(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)), pauses);
    }

    @Test
    @DisplayName("[R30] an agent that fails, on a full disk for example, starts over from the journal and never spins")
    void startsOver() throws Exception {
        failuresLeft = 5;
        run();
        assertEquals(List.of(1L, 2L, 4L, 4L, 4L), pauses.stream().map(Duration::toSeconds).toList());
        assertTrue(log.getFirst().startsWith("starting over from the journal in 1 s: java.io.UncheckedIOException"),
                log.getFirst());
    }
}
