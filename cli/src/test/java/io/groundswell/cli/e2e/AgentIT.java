package io.groundswell.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.enrollment.Renewal;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.identity.IdentityStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent, a process with a directory of its own, against the whole stack. */
class AgentIT {

    private static Stack stack;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        stack = Stack.withBusyDevices();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private Workshop workshop(TestInfo test) {
        return new Workshop(stack, test.getTestMethod().orElseThrow().getName(), folder);
    }

    /** An agent that was never enrolled yet. */
    private AgentProcess agent(String name) {
        return new AgentProcess(folder.resolve(name));
    }

    private Path program(String name, String... lines) throws IOException {
        Path file = Files.write(folder.resolve(name), List.of(lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path allowing(Path... programs) throws IOException {
        Path file = Files.writeString(folder.resolve("allowlists.json"), "{\"exec_probes\": [\""
                + String.join("\",\"", List.of(programs).stream().map(Path::toString).toList()) + "\"]}");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static void assertInstalled(AgentProcess agent, String artifact, String version) throws IOException {
        assertArrayEquals(Workshop.bytes(artifact, version),
                Files.readAllBytes(agent.directory().resolve("artifacts").resolve(artifact).resolve("current/weights.bin")));
    }

    @Test
    @DisplayName("[R7] [R10] [R22] [R29] [R30] enrols, installs, rolls back by itself, reverts when told, and ends with its keys wiped")
    void lifeOfAnAgent(TestInfo test) throws Exception {
        try (Workshop workshop = workshop(test); AgentProcess agent = agent("d1"); AgentProcess silent = agent("d2")) {
            Path good = program("good", "#!/bin/sh", "exit 0");
            Path bad = program("bad", "#!/bin/sh", "exit 1");
            String token = workshop.token();
            assertEquals(0, agent.command("enroll", workshop.enrollment("d1", token)), agent::said);
            assertEquals(3, agent.command("enroll", workshop.enrollment("d1", token)));
            assertEquals(0, silent.command("enroll", workshop.enrollment("d2", workshop.token())));
            workshop.group("one", "d1");
            workshop.group("both", "d1", "d2");
            for (String version : List.of("1", "2", "3")) {
                workshop.publish("vision", version);
            }
            agent.run("--allowlists", allowing(good, bad).toString(), "--tags", "site=north");

            workshop.awaitStatus(workshop.rollOut("vision", "1", "one", good), "succeeded");
            assertInstalled(agent, "vision", "1");
            String failing = workshop.rollOut("vision", "2", "one", bad);
            assertEquals(1, workshop.awaitStatus(failing, "failed").path("waves").path(0).path("rolled_back").asInt());
            assertEquals("probe_failed", workshop.as("auditor").get(failing + "/devices").findValue("detail").asText());
            assertInstalled(agent, "vision", "1");

            agent.kill();
            agent.run("--allowlists", allowing(good).toString());
            String reverted = workshop.rollOut("vision", "3", "both", good);
            workshop.await(reverted, json -> json.path("waves").path(0).path("healthy").asInt() == 1);
            assertInstalled(agent, "vision", "3");
            workshop.as("approver").post(reverted + "/abort", Map.of("policy", "revert"));
            workshop.await(reverted, json -> json.path("waves").path(0).path("reverted").asInt() == 1);
            assertInstalled(agent, "vision", "1");
            workshop.await(workshop.path("/devices/d1"),
                    json -> json.path("installed_versions").toString().equals("{\"vision\":\"1\"}"));

            workshop.as("operator").post(workshop.path("/devices/d1/decommission"), Map.of());
            assertEquals(4, agent.end());
            assertTrue(agent.said().contains("run: this device was decommissioned; its keys and certificates are wiped"));
            assertFalse(Files.exists(agent.directory().resolve("identity")));
            assertEquals(4, agent.command("run"));
        }
    }

    @Test
    @DisplayName("[R28] rollouts that wait for one device: another artifact, and two of one artifact with the oldest first")
    void oneOfMany(TestInfo test) throws Exception {
        try (Workshop workshop = workshop(test); AgentProcess agent = agent("d1")) {
            Path good = program("good", "#!/bin/sh", "exit 0");
            agent.command("enroll", workshop.enrollment("d1", workshop.token()));
            workshop.group("one", "d1");
            workshop.publish("vision", "1");
            workshop.publish("vision", "2");
            workshop.publish("speech", "7");
            List<String> rollouts = List.of(workshop.rollOut("vision", "1", "one", good),
                    workshop.rollOut("vision", "2", "one", good), workshop.rollOut("speech", "7", "one", good));
            rollouts.forEach(rollout -> workshop.awaitStatus(rollout, "in_progress"));
            agent.run("--allowlists", allowing(good).toString());

            rollouts.forEach(rollout -> workshop.awaitStatus(rollout, "succeeded"));
            assertInstalled(agent, "vision", "2");
            assertInstalled(agent, "speech", "7");
            List<String> vision = workshop.reports("d1").stream().filter(report -> report.startsWith("vision")).toList();
            assertEquals(List.of("vision 1 downloading", "vision 1 verifying", "vision 1 applying", "vision 1 healthy",
                    "vision 2 downloading", "vision 2 verifying", "vision 2 applying", "vision 2 healthy"), vision);
            assertTrue(workshop.reports("d1").contains("speech 7 healthy"));
        }
    }

    @Test
    @DisplayName("[R29] a program that the device does not allow is not run, and the version goes back")
    void allowsNothingByDefault(TestInfo test) throws Exception {
        try (Workshop workshop = workshop(test); AgentProcess agent = agent("d1")) {
            Path ran = folder.resolve("ran");
            Path program = program("good", "#!/bin/sh", ": > " + ran);
            agent.command("enroll", workshop.enrollment("d1", workshop.token()));
            workshop.group("one", "d1");
            workshop.publish("vision", "1");
            agent.run();

            String rollout = workshop.rollOut("vision", "1", "one", program);
            workshop.awaitStatus(rollout, "failed");
            JsonNode device = workshop.as("auditor").get(rollout + "/devices");
            assertEquals("rolled_back", device.findValue("state").asText());
            assertEquals("probe_denied", device.findValue("detail").asText());
            assertFalse(Files.exists(ran));
            assertFalse(Files.exists(agent.directory().resolve("artifacts/vision/current")));
        }
    }

    @Test
    @DisplayName("[R7] a renewed certificate takes force at its first use, on the server as on the disk")
    void renewsItsCertificate(TestInfo test) throws Exception {
        try (Workshop workshop = workshop(test); AgentProcess agent = agent("d1");
                HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            agent.command("enroll", workshop.enrollment("d1", workshop.token()));
            IdentityStore store = new IdentityStore(agent.directory());
            Identity old = store.load().identity();
            ServerTrust trust = new ServerTrust(Certificates.parse(Files.readString(stack.caPem())));
            try (DeviceConnection first = new DeviceConnection(old, trust, BoundedHttp.STANDARD, http, threads);
                    DeviceConnection second = new DeviceConnection(old, trust, BoundedHttp.STANDARD, http, threads)) {
                Renewal renewal = new Renewal(old, first, store, new Backoff(Duration.ofMinutes(1), Duration.ofHours(1)),
                        () -> 0.5, line -> assertTrue(line.startsWith("certificate renewed"), line));
                renewal.renewIfDue(renewal.due());
                second.heartbeat();
                first.heartbeat();
                assertEquals("certificate_not_in_force", assertThrows(Refused.class, second::heartbeat).code());
            }
            agent.run();
            workshop.await(workshop.path("/devices/d1"), json -> json.has("agent_version"));
        }
    }
}
