package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.identity.IdentityStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrollCommandTest {

    private CommandBench bench;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        bench = new CommandBench(folder);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    @DisplayName("[R7] keeps key, certificate, CA, anchor and URLs where only the owner can read them")
    void keepsTheIdentity() throws Exception {
        assertEquals(0, bench.enroll(FakeCloud.TOKEN, "--root-sha256", bench.cloud.rootSha256().toUpperCase()));
        IdentityStore.Stored stored = new IdentityStore(bench.directory).load();
        Identity identity = stored.identity();
        assertEquals("d1", identity.name());
        assertEquals(bench.cloud.devices.uri(), identity.deviceApi());
        assertEquals(Duration.ofSeconds(1), identity.heartbeatInterval());
        assertEquals(bench.cloud.authority.certificate(), identity.ca());
        assertEquals(Files.readString(bench.serverCa()), stored.serverCa().orElseThrow());
        assertEquals(new String(bench.cloud.root), new String(identity.root()));
        assertEquals("rwx------", mode(bench.directory));
        assertEquals("rwx------", mode(bench.directory.resolve("identity")));
        for (String file : List.of("device.pem", "root.json", "enrollment.json", "server-ca.pem")) {
            assertEquals("rw-------", mode(bench.directory.resolve("identity").resolve(file)), file);
        }
        bench.assertTold("enrolled d1 of fleet plant in " + bench.directory);
        bench.assertTold("pinned TUF root sha256 " + bench.cloud.rootSha256());
        assertFalse(bench.cloud.enrollment.requests().toString().contains("PRIVATE KEY"));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    @DisplayName("[R7] a directory that is enrolled is left as it is, and nobody is asked")
    void enrollsOnce() throws Exception {
        bench.enroll(FakeCloud.TOKEN);
        byte[] before = Files.readAllBytes(bench.directory.resolve("identity/device.pem"));
        assertEquals(3, bench.enroll(FakeCloud.TOKEN));
        bench.assertTold("is enrolled already, as d1; nothing was changed");
        assertEquals(new String(before), Files.readString(bench.directory.resolve("identity/device.pem")));
        assertEquals(1, bench.cloud.enrollment.requests().size());
    }

    @Test
    @DisplayName("[R7] a root with another hash is not pinned, and nothing is kept")
    void refusesAnotherRoot() throws Exception {
        assertEquals(1, bench.enroll(FakeCloud.TOKEN, "--root-sha256", "ab".repeat(32)));
        bench.assertTold("must have SHA-256 " + "ab".repeat(32) + ", found " + bench.cloud.rootSha256());
        assertEquals(List.of(), bench.identityFiles());
        assertEquals(0, bench.enroll(FakeCloud.TOKEN, "--root-sha256", bench.cloud.rootSha256()));
    }

    @Test
    @DisplayName("[R7] a root that its own keys did not sign is not pinned")
    void refusesAnUnsignedRoot() throws Exception {
        bench.cloud.root = "{\"signatures\":[],\"signed\":{\"_type\":\"root\"}}".getBytes();
        assertEquals(1, bench.enroll(FakeCloud.TOKEN));
        bench.assertTold("the server's TUF root is not valid");
        assertEquals(List.of(), bench.identityFiles());
    }

    @Test
    @DisplayName("[R7] a refused token and an absent server leave nothing behind, and enrolling may be repeated")
    void mayBeRepeated() throws Exception {
        assertEquals(1, bench.enroll("bad-token"));
        bench.assertTold("enroll: not enrolled: POST /enroll: 401 the enrolment token is not valid");
        assertEquals(List.of(), bench.identityFiles());
        assertEquals(1, bench.run("enroll", "--server", "http://127.0.0.1:1", "--token", "t", "--name", "d1",
                "--dir", bench.directory.toString()));
        assertEquals(List.of(), bench.identityFiles());
        assertEquals(0, bench.enroll(FakeCloud.TOKEN));
    }

    @Test
    @DisplayName("[R7] what an enrolment left that was killed in the middle is no identity, and does not disturb the next")
    void survivesItsOwnDeath() throws Exception {
        Files.createDirectory(bench.directory, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        IdentityStore store = new IdentityStore(bench.directory);
        store.begin(DeviceKey.generate());
        assertFalse(store.exists());
        assertEquals(0, bench.enroll(FakeCloud.TOKEN));
        assertEquals("d1", store.load().identity().name());
        assertFalse(Files.exists(bench.directory.resolve(".identity.new")));
    }

    @Test
    @DisplayName("[R7] a token travels only over TLS, or to this very machine")
    void sendsNoTokenInTheOpen() {
        for (String server : List.of("http://plant.example", "http://192.0.2.1", "ftp://127.0.0.1", "plant", "https:/x")) {
            assertEquals(2, bench.run("enroll", "--server", server, "--token", "t", "--name", "d1", "--dir",
                    bench.directory.toString()), server);
            bench.assertTold("--server must be an https URL");
        }
        assertFalse(Files.exists(bench.directory));
    }

    @Test
    @DisplayName("[R2] [R35] wrong values are refused before anything is touched")
    void refusesWrongValues() throws Exception {
        assertEquals(2, bench.enroll(FakeCloud.TOKEN, "--root-sha256", "abc"));
        bench.assertTold("--root-sha256 must be 64 hexadecimal digits, found \"abc\"");
        assertEquals(2, bench.run("enroll", "--server", "http://127.0.0.1:1", "--token", "t", "--name", "../d1",
                "--dir", bench.directory.toString()));
        bench.assertTold("--name must match");
        assertEquals(2, bench.run("enroll", "--server", "http://127.0.0.1:1", "--token", "t", "--name", "d1",
                "--dir", bench.directory.toString(), "--server-ca", bench.folder.resolve("none").toString()));
        bench.assertTold("--server-ca " + bench.folder.resolve("none") + " cannot be read");
        assertFalse(Files.exists(bench.directory));
        assertEquals(List.of(), bench.cloud.enrollment.requests());
    }

    @Test
    @DisplayName("[R7] everything may come from the environment")
    void readsTheEnvironment() throws Exception {
        assertEquals(0, bench.run(DiskWatch.NONE, Map.of("GROUNDSWELL_SERVER", bench.cloud.enrollment.uri().toString(),
                "GROUNDSWELL_TOKEN", FakeCloud.TOKEN, "GROUNDSWELL_NAME", "d2",
                "GROUNDSWELL_DIR", bench.directory.toString(), "GROUNDSWELL_ROOT_SHA256", bench.cloud.rootSha256()), "enroll"));
        assertEquals(Optional.empty(), new IdentityStore(bench.directory).load().serverCa());
    }

    @Test
    @DisplayName("[R10] a retired directory does not enrol again, and what was left of its keys goes")
    void staysRetired() throws Exception {
        bench.enroll(FakeCloud.TOKEN);
        byte[] key = Files.readAllBytes(bench.directory.resolve("identity/device.pem"));
        DeviceDirectory.existing(bench.directory, DiskWatch.NONE).decommission(Instant.EPOCH);
        assertEquals(List.of(), bench.identityFiles());
        // As if the power had failed between the marker and the wiping.
        Files.createDirectory(bench.directory.resolve("identity"));
        Files.write(bench.directory.resolve("identity/device.pem"), key);
        assertEquals(4, bench.enroll(FakeCloud.TOKEN));
        bench.assertTold("was decommissioned");
        assertEquals(List.of(), bench.identityFiles());
    }

    @Test
    @DisplayName("a directory in which others may write is refused")
    void refusesAnOpenDirectory() throws Exception {
        Files.createDirectory(bench.directory);
        Files.setPosixFilePermissions(bench.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(3, bench.enroll(FakeCloud.TOKEN));
        bench.assertTold("must be writable by its owner alone, found rwxrwxrwx");
        Files.setPosixFilePermissions(bench.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(0, bench.enroll(FakeCloud.TOKEN));
        assertEquals("rwx------", mode(bench.directory.resolve("identity")));
    }
}
