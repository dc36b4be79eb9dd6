package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.Backoff;
import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.Tripwire;
import io.groundswell.agent.Tripwire.PowerFailure;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.enrollment.Renewal;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.identity.IdentityStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power fails before every single change to a device's identity, one after the other. */
class IdentityCrashTest {

    private static final int MORE_THAN_ANY = 200;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));
    private static final List<String> WHOLE = List.of("identity/device.pem", "identity/enrollment.json",
            "identity/root.json", "identity/server-ca.pem");

    private CommandBench bench;

    @BeforeEach
    void start(@TempDir(factory = MemoryDirectory.class) Path folder) throws Exception {
        bench = new CommandBench(folder);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    /** A step that the power may cut off. */
    private interface Step {
        void take(DiskWatch watch) throws IOException;
    }

    /** Whether the power failed in it. */
    private static boolean cutOff(int changes, Step step) throws IOException {
        Tripwire tripwire = Tripwire.powerFailure(changes);
        try {
            step.take(tripwire);
        } catch (PowerFailure e) {
            assertTrue(tripwire.isTripped());
        }
        assertTrue(changes < MORE_THAN_ANY, "the step never comes to an end");
        return tripwire.isTripped();
    }

    private static DurableFiles files(DiskWatch watch) {
        return new DurableFiles(watch);
    }

    private int status() {
        return bench.run("status", "--dir", bench.directory.toString());
    }

    @Test
    @DisplayName("[R7] a device whose enrolment was cut off anywhere is enrolled as a whole or not at all, and says so")
    void enrolment() throws Exception {
        int changes = 0;
        for (boolean isCutOff = true; isCutOff; changes++) {
            isCutOff = cutOff(changes, watch -> bench.enroll(watch, FakeCloud.TOKEN));
            boolean isEnrolled = Files.exists(bench.directory.resolve("identity"));
            assertEquals(isEnrolled ? 0 : 3, status(), "cut off at change " + changes);
            bench.assertTold(isEnrolled ? "device: d1 of fleet plant" : "is not enrolled; enrol it first");
            assertEquals(isEnrolled ? 3 : 0, bench.enroll(FakeCloud.TOKEN), "cut off at change " + changes);
            assertEquals(0, status());
            assertEquals(WHOLE, bench.identityFiles(), "cut off at change " + changes);
            removeAll();
        }
        assertTrue(changes > 30, "a tripwire that is never touched shows nothing, found " + changes);
    }

    private void removeAll() throws IOException {
        files(DiskWatch.NONE).deleteTree(bench.directory);
    }

    @Test
    @DisplayName("[R7] a device whose renewal was cut off anywhere shows a certificate that is in force, and renews again")
    void renewal() throws Exception {
        bench.cloud.authority.validFor(Duration.ofHours(2));
        assertEquals(0, bench.enroll(FakeCloud.TOKEN));
        int changes = 0;
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (boolean isCutOff = true; isCutOff; changes++) {
                isCutOff = cutOff(changes, watch -> renewed(new IdentityStore(bench.directory, files(watch)), http, threads));
                IdentityStore store = new IdentityStore(bench.directory);
                Identity left = store.load().identity();
                try (DeviceConnection connection = connection(left, http, threads)) {
                    connection.heartbeat();
                }
                renewed(store, http, threads);
                assertNotEquals(left.certificate(), store.load().identity().certificate());
                assertEquals(WHOLE, bench.identityFiles(), "cut off at change " + changes);
            }
        }
        assertEquals(7, changes);
    }

    private void renewed(IdentityStore store, HttpClient http, ExecutorService threads) throws IOException {
        Identity identity = store.load().identity();
        try (DeviceConnection connection = connection(identity, http, threads)) {
            connection.heartbeat();
            Renewal renewal = new Renewal(identity, connection, store, BACKOFF, () -> 1,
                    line -> assertTrue(line.startsWith("certificate renewed"), line));
            renewal.renewIfDue(renewal.due());
        }
    }

    private DeviceConnection connection(Identity identity, HttpClient http, ExecutorService threads) {
        return new DeviceConnection(identity, new ServerTrust(List.of(bench.cloud.authority.certificate())),
                BoundedHttp.STANDARD, http, threads);
    }

    @Test
    @DisplayName("[R10] a device whose wiping was cut off anywhere is retired as a whole at its next start, or still whole")
    void decommission() throws Exception {
        assertEquals(0, bench.enroll(FakeCloud.TOKEN));
        Map<String, byte[]> identity = new HashMap<>();
        for (String file : WHOLE) {
            identity.put(file, Files.readAllBytes(bench.directory.resolve(file)));
        }
        int changes = 0;
        for (boolean isCutOff = true; isCutOff; changes++) {
            isCutOff = cutOff(changes, watch -> new DeviceDirectory(bench.directory, files(watch)).decommission(Instant.EPOCH));
            boolean isRetired = Files.exists(bench.directory.resolve("decommissioned"));
            assertTrue(isRetired || bench.identityFiles().equals(WHOLE), "neither nor at change " + changes);
            assertEquals(isRetired ? 4 : 0, status());
            if (!isRetired) {
                // It asks the server at its next start, and is told again.
                DeviceDirectory.existing(bench.directory, DiskWatch.NONE).decommission(Instant.EPOCH);
            }
            assertEquals(4, status());
            assertEquals(4, bench.run("run", "--dir", bench.directory.toString()));
            bench.assertTold("was decommissioned; its keys and certificates are wiped");
            assertEquals(List.of(), bench.identityFiles());
            assertFalse(holdsKeys(), "cut off at change " + changes);
            restore(identity);
        }
        assertTrue(changes > 20, "a tripwire that is never touched shows nothing, found " + changes);
    }

    private void restore(Map<String, byte[]> identity) throws IOException {
        Files.delete(bench.directory.resolve("decommissioned"));
        Files.createDirectory(bench.directory.resolve("identity"));
        for (Map.Entry<String, byte[]> file : identity.entrySet()) {
            files(DiskWatch.NONE).replace(bench.directory.resolve(file.getKey()), file.getValue(), DurableFiles.PRIVATE);
        }
    }

    private boolean holdsKeys() throws IOException {
        try (Stream<Path> left = Files.walk(bench.directory)) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY")) {
                    return true;
                }
            }
            return false;
        }
    }
}
