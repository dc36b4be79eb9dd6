package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.DeviceRef;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private CommandBench bench;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        bench = new CommandBench(folder);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private void enroll() {
        assertEquals(0, bench.enroll(FakeCloud.TOKEN));
    }

    private int end(CompletableFuture<Integer> agent) throws Exception {
        bench.cloud.isDecommissioned = true;
        return agent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> bench.told());
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private long calls(String path) {
        return bench.cloud.devices.requests().stream().filter(request -> request.path().equals(path)).count();
    }

    @Test
    @DisplayName("[R8] [R9] [R10] registers, heartbeats at the server's interval, and once retired wipes its keys for good")
    void livesUntilItIsRetired() throws Exception {
        enroll();
        CompletableFuture<Integer> agent = bench.agent();
        await(() -> calls("/device/heartbeat") >= 2);
        assertTrue(bench.cloud.devices.requests().getFirst().body().contains("\"tags\":{\"site\":\"north\"}"));
        assertTrue(bench.cloud.devices.requests().getFirst().body().contains("\"os\":\"Linux\""));

        assertEquals(4, end(agent));
        assertTrue(bench.told().contains("run: this device was decommissioned; its keys and certificates are wiped"), bench.told());
        assertFalse(Files.exists(bench.directory.resolve("identity")));
        int calls = bench.cloud.devices.requests().size();
        assertEquals(4, bench.run("run", "--dir", bench.directory.toString()));
        assertEquals(calls, bench.cloud.devices.requests().size());
    }

    @Test
    @DisplayName("[R27] reports that an earlier run left are delivered first, however long the server was away")
    void losesNoReport() throws Exception {
        enroll();
        try (DeviceDisk disk = DeviceDisk.open(bench.directory, Allowlists.NONE)) {
            disk.reports().add(Report.of("r-1", WorkState.APPLYING));
            disk.reports().add(Report.of("r-1", WorkState.HEALTHY));
        }
        bench.cloud.isDown = true;
        CompletableFuture<Integer> agent = bench.agent();
        await(() -> calls("/device/reports") >= 2);
        bench.cloud.isDown = false;
        await(() -> calls("/device/register") >= 1);
        List<String> reports = bench.cloud.devices.requests().stream().filter(request -> request.path().equals("/device/reports"))
                .map(request -> request.body().replaceAll(".*\"state\":\"(\\w+)\".*", "$1")).toList();
        assertEquals(List.of("applying", "healthy"), reports.subList(reports.size() - 2, reports.size()));
        assertEquals(List.of("applying"), reports.subList(0, reports.size() - 2).stream().distinct().toList());
        assertEquals(4, end(agent));
        try (DeviceDisk disk = DeviceDisk.open(bench.directory, Allowlists.NONE)) {
            assertEquals(Optional.empty(), disk.reports().first());
        }
    }

    @Test
    @DisplayName("two agents never share a directory")
    void runsAlone() throws Exception {
        enroll();
        CompletableFuture<Integer> agent = bench.agent();
        await(() -> calls("/device/heartbeat") >= 1);
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        assertEquals(4, end(agent));
    }

    @Test
    @DisplayName("[R7] without a whole identity nothing is called")
    void needsAnIdentity() throws Exception {
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        assertTrue(bench.told().contains("expected the device's directory at " + bench.directory + ", found none"), bench.told());
        Files.createDirectory(bench.directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        assertTrue(bench.told().contains(bench.directory + " is not enrolled"), bench.told());
        enroll();
        Files.writeString(bench.directory.resolve("identity/enrollment.json"), "{}");
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        assertTrue(bench.told().contains("enrollment.json is damaged"), bench.told());
        assertEquals(List.of(), bench.cloud.devices.requests());
    }

    @Test
    @DisplayName("wrong tags and wrong allowlists are refused before anything is opened")
    void refusesWrongValues() {
        assertEquals(2, bench.run("run", "--dir", bench.directory.toString(), "--tags", "site"));
        assertTrue(bench.told().contains("--tags must be KEY=VALUE pairs"), bench.told());
        assertEquals(2, bench.run("run", "--dir", bench.directory.toString(), "--allowlists", bench.folder.resolve("none").toString()));
        assertEquals(Map.of("a", "1", "b", "x=y"), RunCommand.tags("a=1,b=x=y"));
    }

    @Test
    @DisplayName("[R7] a key that others can read is not used, and what to do is told")
    void keepsItsKeyToItself() throws Exception {
        enroll();
        Path key = bench.directory.resolve("identity/device.pem");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        bench.assertTold(key + " must be readable by its owner alone, found rw-r-----; chmod 600 it");
        Files.delete(key);
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        bench.assertTold("the identity cannot be used: " + key + " is missing; restore it, or remove");
        assertEquals(List.of(), bench.cloud.devices.requests());
    }

    @Test
    @DisplayName("[R30] a trusted root that the disk spoiled is followed anew from the pinned one; a spoiled pinned one stops")
    void beginsAnewFromThePinnedRoot() throws Exception {
        enroll();
        try (DeviceDisk disk = DeviceDisk.open(bench.directory, Allowlists.NONE)) {
            disk.belongTo(new DeviceRef("plant", "d1"), bench.cloud.root);
        }
        Path trusted = bench.directory.resolve("tuf/root.json");
        Files.writeString(trusted, "{\"spoiled\":");
        CompletableFuture<Integer> agent = bench.agent();
        await(() -> calls("/device/heartbeat") >= 1);
        assertTrue(bench.told().contains("tuf/root.json is damaged; beginning again from the root that was pinned"),
                bench.told());
        assertEquals(new String(bench.cloud.root), Files.readString(trusted));
        assertEquals(4, end(agent));

        Files.delete(bench.directory.resolve("decommissioned"));
        bench.cloud.isDecommissioned = false;
        enroll();
        Files.delete(trusted);
        Files.writeString(bench.directory.resolve("identity/root.json"), "{}");
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        bench.assertTold("run: identity/root.json is damaged: ");
    }

    @Test
    @DisplayName("[R30] a device that enrols again trusts the root that it pins then, and nothing that an earlier fleet's vouched for")
    void trustsTheRootOfTheNewestEnrolment() throws Exception {
        enroll();
        CompletableFuture<Integer> agent = bench.agent();
        await(() -> calls("/device/heartbeat") >= 1);
        assertEquals(4, end(agent));
        Path trusted = bench.directory.resolve("tuf/root.json");
        assertEquals(new String(bench.cloud.root), Files.readString(trusted));
        Files.writeString(bench.directory.resolve("tuf/timestamp.json"), "signed by a stolen key");

        Files.delete(bench.directory.resolve("decommissioned"));
        bench.cloud.isDecommissioned = false;
        bench.cloud.root = FakeCloud.root();
        assertEquals(0, bench.enroll(FakeCloud.TOKEN, "--root-sha256", bench.cloud.rootSha256()));
        long before = calls("/device/heartbeat");
        agent = bench.agent();
        await(() -> calls("/device/heartbeat") > before);
        assertEquals(new String(bench.cloud.root), Files.readString(trusted));
        assertFalse(Files.exists(bench.directory.resolve("tuf/timestamp.json")));
        bench.assertTold("does not go back to the root that is pinned now; it is forgotten");
        assertEquals(4, end(agent));
    }

    @Test
    @DisplayName("[R30] a damaged journal stops the agent, which says what may be done about it")
    void stopsAtADamagedJournal() throws Exception {
        enroll();
        Path journal = Files.writeString(bench.directory.resolve("journal.json"), "{\"stage\":");
        assertEquals(3, bench.run("run", "--dir", bench.directory.toString()));
        bench.assertTold("run: " + journal + " is damaged: expected a line of JSON and a line with its SHA-256, found 9 bytes "
                + "that are cut off; nothing was changed. Restore the file, or remove it to go on without what it says");
        assertEquals(3, bench.run("status", "--dir", bench.directory.toString()));
    }
}
