package io.groundswell.agent.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.groundswell.agent.AgentEvent;
import io.groundswell.agent.AgentEvent.StateChanged;
import io.groundswell.agent.AgentSettings;
import io.groundswell.agent.AgentState;
import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.connection.TestAuthority;
import io.groundswell.agent.connection.TestServer;
import io.groundswell.agent.connection.TestServer.Reply;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineKeys;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VirtualFleetTest {

    private static final int DEVICES = 12;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient storage = HttpClient.newHttpClient();
    private final BlockingQueue<String> heartbeats = new LinkedBlockingQueue<>();
    private TestAuthority authority;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority("test CA");
        server = TestServer.mutualTls(authority.server());
        server.on("/device/register", request -> Reply.json(200, "{}"));
        server.on("/device/heartbeat", request -> {
            heartbeats.add(request.client());
            return Reply.json(200, "{\"interval_s\":1,\"assignments\":[]}");
        });
    }

    @AfterEach
    void stop() {
        server.close();
        storage.close();
        threads.shutdownNow();
    }

    private VirtualDevice device(int number, Consumer<AgentEvent> events) throws Exception {
        DeviceKey key = DeviceKey.generate();
        Identity identity = new Identity("d" + number, key.pair().getPrivate(),
                authority.certify(key.pair().getPublic(), "d" + number), authority.certificate(), root(), server.uri(),
                Duration.ofSeconds(1));
        DeviceConnection connection = new DeviceConnection(identity, new ServerTrust(List.of(authority.certificate())),
                BoundedHttp.STANDARD, storage, threads);
        AgentSettings settings = new AgentSettings("test", Map.of(), Map.of(),
                new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)), Duration.ofMillis(50), () -> 0.5);
        return VirtualDevice.of(identity, connection, probe -> Outcome.HEALTHY, settings, Clock.systemUTC(), events);
    }

    private static byte[] root() {
        List<Ed25519Signer> keys = IntStream.rangeClosed(1, 5).mapToObj(seed -> {
            byte[] bytes = new byte[32];
            bytes[0] = (byte) seed;
            return Ed25519Signer.fromSeed(bytes);
        }).toList();
        return Ceremony.YEARLY.found(new OfflineRoles(List.of(keys.get(0).key()), 1, List.of(keys.get(1).key()), 1),
                new OnlineKeys(keys.get(2).key(), keys.get(3).key(), keys.get(4).key()), keys, Instant.now()).root();
    }

    @Test
    @DisplayName("[R8] [R9] more devices than threads register and go on heartbeating, each by its own certificate")
    void ticksAll() throws Exception {
        try (VirtualFleet fleet = new VirtualFleet(2, device -> device.connection().rest())) {
            for (int i = 0; i < DEVICES; i++) {
                fleet.add(device(i, event -> { }));
            }
            Map<String, Integer> heard = new HashMap<>();
            while (heard.size() < DEVICES || heard.values().stream().anyMatch(count -> count < 2)) {
                String client = heartbeats.poll(20, TimeUnit.SECONDS);
                assertNotNull(client, "after " + heard);
                heard.merge(client, 1, Integer::sum);
            }
            assertEquals(List.of(), fleet.failures());
        }
    }

    @Test
    @DisplayName("[R10] a decommissioned device is ticked no more")
    void letsGo() throws Exception {
        server.on("/device/heartbeat", request -> Reply.json(401, "{\"code\":\"decommissioned\",\"error\":\"gone\"}"));
        BlockingQueue<AgentState> states = new LinkedBlockingQueue<>();
        try (VirtualFleet fleet = new VirtualFleet(1, device -> device.connection().rest())) {
            fleet.add(device(0, event -> {
                if (event instanceof StateChanged changed) {
                    states.add(changed.to());
                }
            }));
            assertEquals(AgentState.LISTENING, states.poll(20, TimeUnit.SECONDS));
            assertEquals(AgentState.DECOMMISSIONED, states.poll(20, TimeUnit.SECONDS));
            assertEquals(List.of(), fleet.failures());
        }
    }

    @Test
    @DisplayName("an agent's fault is kept, and does not stop the others")
    void keepsFaults() throws Exception {
        BlockingQueue<String> listening = new LinkedBlockingQueue<>();
        try (VirtualFleet fleet = new VirtualFleet(1, device -> device.connection().rest())) {
            fleet.add(device(0, event -> {
                throw new IllegalStateException("a bug");
            }));
            fleet.add(device(1, event -> listening.add("d1")));
            assertEquals("d1", listening.poll(20, TimeUnit.SECONDS));
            assertEquals(List.of("a bug"), fleet.failures().stream().map(Throwable::getMessage).toList());
        }
    }
}
