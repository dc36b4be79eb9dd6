package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.device.WorkState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;
    private Path directory;
    private FakeCloud cloud;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws Exception {
        cloud = new FakeCloud();
        directory = folder.resolve("device");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void enroll() throws Exception {
        assertEquals(0, run("enroll", "--server", cloud.enrollment.uri().toString(), "--token", FakeCloud.TOKEN,
                "--name", "d1", "--dir", directory.toString(), "--server-ca", cloud.serverCa(folder).toString()));
    }

    private int run(String command, String... arguments) {
        PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
        return new AgentCommands(stream, stream, Map.of()).run(command, List.of(arguments)).orElseThrow();
    }

    /** An agent that runs until the server retires it. */
    private CompletableFuture<Integer> agent() {
        return CompletableFuture.supplyAsync(() -> run("run", "--dir", directory.toString(), "--tags", "site=north"),
                Thread::startVirtualThread);
    }

    private int end(CompletableFuture<Integer> agent) throws Exception {
        cloud.isDecommissioned = true;
        return agent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> told.toString(StandardCharsets.UTF_8));
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private long calls(String path) {
        return cloud.devices.requests().stream().filter(request -> request.path().equals(path)).count();
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("[R8] [R9] [R10] registers, heartbeats at the server's interval, and once retired wipes its keys for good")
    void livesUntilItIsRetired() throws Exception {
        enroll();
        CompletableFuture<Integer> agent = agent();
        await(() -> calls("/device/heartbeat") >= 2);
        assertTrue(cloud.devices.requests().getFirst().body().contains("\"tags\":{\"site\":\"north\"}"));
        assertTrue(cloud.devices.requests().getFirst().body().contains("\"os\":\"Linux\""));

        assertEquals(4, end(agent));
        assertTrue(told().contains("run: this device was decommissioned; its keys and certificates are wiped"), told());
        assertFalse(Files.exists(directory.resolve("identity")));
        int calls = cloud.devices.requests().size();
        assertEquals(4, run("run", "--dir", directory.toString()));
        assertEquals(calls, cloud.devices.requests().size());
    }

    @Test
    @DisplayName("[R27] reports that an earlier run left are delivered first, however long the server was away")
    void losesNoReport() throws Exception {
        enroll();
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            disk.reports().add(Report.of("r-1", WorkState.APPLYING));
            disk.reports().add(Report.of("r-1", WorkState.HEALTHY));
        }
        cloud.isDown = true;
        CompletableFuture<Integer> agent = agent();
        await(() -> calls("/device/reports") >= 2);
        cloud.isDown = false;
        await(() -> calls("/device/heartbeat") >= 1);
        List<String> reports = cloud.devices.requests().stream().filter(request -> request.path().equals("/device/reports"))
                .map(request -> request.body().replaceAll(".*\"state\":\"(\\w+)\".*", "$1")).toList();
        assertEquals(List.of("applying", "healthy"), reports.subList(reports.size() - 2, reports.size()));
        assertEquals(List.of("applying"), reports.subList(0, reports.size() - 2).stream().distinct().toList());
        assertEquals(4, end(agent));
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            assertEquals(Optional.empty(), disk.reports().first());
        }
    }

    @Test
    @DisplayName("two agents never share a directory")
    void runsAlone() throws Exception {
        enroll();
        CompletableFuture<Integer> agent = agent();
        await(() -> calls("/device/heartbeat") >= 1);
        assertEquals(3, run("run", "--dir", directory.toString()));
        assertEquals(4, end(agent));
    }

    @Test
    @DisplayName("[R7] without a whole identity nothing is called")
    void needsAnIdentity() throws Exception {
        assertEquals(3, run("run", "--dir", directory.toString()));
        assertTrue(told().contains("expected the device's directory at " + directory + ", found none"), told());
        Files.createDirectory(directory);
        assertEquals(3, run("run", "--dir", directory.toString()));
        assertTrue(told().contains(directory + " is not enrolled"), told());
        enroll();
        Files.writeString(directory.resolve("identity/enrollment.json"), "{}");
        assertEquals(3, run("run", "--dir", directory.toString()));
        assertTrue(told().contains("enrollment.json is damaged"), told());
        assertEquals(List.of(), cloud.devices.requests());
    }

    @Test
    @DisplayName("wrong tags and wrong allowlists are refused before anything is opened")
    void refusesWrongValues() {
        assertEquals(2, run("run", "--dir", directory.toString(), "--tags", "site"));
        assertTrue(told().contains("--tags must be KEY=VALUE pairs"), told());
        assertEquals(2, run("run", "--dir", directory.toString(), "--allowlists", folder.resolve("none").toString()));
        assertEquals(Map.of("a", "1", "b", "x=y"), RunCommand.tags("a=1,b=x=y"));
    }
}
