package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private int enroll(String token, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--server", cloud.enrollment.uri().toString(), "--token", token,
                "--name", "d1", "--dir", directory.toString(), "--server-ca", cloud.serverCa(folder).toString()));
        arguments.addAll(List.of(more));
        return run(Map.of(), arguments);
    }

    private int run(Map<String, String> environment, List<String> arguments) {
        told.reset();
        PrintStream stream = new PrintStream(told, true);
        return new AgentCommands(stream, stream, environment).run("enroll", arguments).orElseThrow();
    }

    private void assertTold(String expected) {
        assertTrue(told.toString().contains(expected), told.toString());
    }

    private List<Path> stored() throws Exception {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().contains("identity")).toList();
        }
    }

    @Test
    @DisplayName("[R7] keeps key, certificate, CA, anchor and URLs where only the owner can read them")
    void keepsTheIdentity() throws Exception {
        assertEquals(0, enroll(FakeCloud.TOKEN, "--root-sha256", cloud.rootSha256().toUpperCase()));
        IdentityStore.Stored stored = new IdentityStore(directory).load();
        Identity identity = stored.identity();
        assertEquals("d1", identity.name());
        assertEquals(cloud.devices.uri(), identity.deviceApi());
        assertEquals(Duration.ofSeconds(1), identity.heartbeatInterval());
        assertEquals(cloud.authority.certificate(), identity.ca());
        assertEquals(Files.readString(cloud.serverCa(folder)), stored.serverCa().orElseThrow());
        assertEquals(new String(cloud.root), new String(identity.root()));
        assertEquals("rwx------", mode(directory));
        assertEquals("rwx------", mode(directory.resolve("identity")));
        for (String file : List.of("device.pem", "root.json", "enrollment.json", "server-ca.pem")) {
            assertEquals("rw-------", mode(directory.resolve("identity").resolve(file)), file);
        }
        assertTold("enrolled d1 of fleet plant in " + directory);
        assertTold("pinned TUF root sha256 " + cloud.rootSha256());
        assertFalse(cloud.enrollment.requests().toString().contains("PRIVATE KEY"));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    @DisplayName("[R7] a directory that is enrolled is left as it is, and nobody is asked")
    void enrollsOnce() throws Exception {
        enroll(FakeCloud.TOKEN);
        byte[] before = Files.readAllBytes(directory.resolve("identity/device.pem"));
        assertEquals(3, enroll(FakeCloud.TOKEN));
        assertTold("is enrolled already, as d1; nothing was changed");
        assertEquals(new String(before), Files.readString(directory.resolve("identity/device.pem")));
        assertEquals(1, cloud.enrollment.requests().size());
    }

    @Test
    @DisplayName("[R7] a root with another hash is not pinned, and nothing is kept")
    void refusesAnotherRoot() throws Exception {
        assertEquals(1, enroll(FakeCloud.TOKEN, "--root-sha256", "ab".repeat(32)));
        assertTold("must have SHA-256 " + "ab".repeat(32) + ", found " + cloud.rootSha256());
        assertEquals(List.of(), stored());
        assertEquals(0, enroll(FakeCloud.TOKEN, "--root-sha256", cloud.rootSha256()));
    }

    @Test
    @DisplayName("[R7] a root that its own keys did not sign is not pinned")
    void refusesAnUnsignedRoot() throws Exception {
        cloud.root = "{\"signatures\":[],\"signed\":{\"_type\":\"root\"}}".getBytes();
        assertEquals(1, enroll(FakeCloud.TOKEN));
        assertTold("the server's TUF root is not valid");
        assertEquals(List.of(), stored());
    }

    @Test
    @DisplayName("[R7] a refused token and an absent server leave nothing behind, and enrolling may be repeated")
    void mayBeRepeated() throws Exception {
        assertEquals(1, enroll("bad-token"));
        assertTold("enroll: not enrolled: POST /enroll: 401 the enrolment token is not valid");
        assertEquals(List.of(), stored());
        assertEquals(1, run(Map.of(), List.of("--server", "http://127.0.0.1:1", "--token", "t", "--name", "d1",
                "--dir", directory.toString())));
        assertEquals(List.of(), stored());
        assertEquals(0, enroll(FakeCloud.TOKEN));
    }

    @Test
    @DisplayName("[R7] what an enrolment left that was killed in the middle is no identity, and does not disturb the next")
    void survivesItsOwnDeath() throws Exception {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        IdentityStore store = new IdentityStore(directory);
        store.begin(DeviceKey.generate());
        assertFalse(store.exists());
        assertEquals(0, enroll(FakeCloud.TOKEN));
        assertEquals("d1", store.load().identity().name());
        assertFalse(Files.exists(directory.resolve(".identity.new")));
    }

    @Test
    @DisplayName("[R7] a token travels only over TLS, or to this very machine")
    void sendsNoTokenInTheOpen() {
        for (String server : List.of("http://plant.example", "http://192.0.2.1", "ftp://127.0.0.1", "plant", "https:/x")) {
            assertEquals(2, run(Map.of(), List.of("--server", server, "--token", "t", "--name", "d1", "--dir",
                    directory.toString())), server);
            assertTold("--server must be an https URL");
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    @DisplayName("[R2] [R35] wrong values are refused before anything is touched")
    void refusesWrongValues() throws Exception {
        assertEquals(2, enroll(FakeCloud.TOKEN, "--root-sha256", "abc"));
        assertTold("--root-sha256 must be 64 hexadecimal digits, found \"abc\"");
        assertEquals(2, run(Map.of(), List.of("--server", "http://127.0.0.1:1", "--token", "t", "--name", "../d1",
                "--dir", directory.toString())));
        assertTold("--name must match");
        assertEquals(2, run(Map.of(), List.of("--server", "http://127.0.0.1:1", "--token", "t", "--name", "d1",
                "--dir", directory.toString(), "--server-ca", folder.resolve("none").toString())));
        assertTold("--server-ca " + folder.resolve("none") + " cannot be read");
        assertFalse(Files.exists(directory));
        assertEquals(List.of(), cloud.enrollment.requests());
    }

    @Test
    @DisplayName("[R7] everything may come from the environment")
    void readsTheEnvironment() throws Exception {
        assertEquals(0, run(Map.of("GROUNDSWELL_SERVER", cloud.enrollment.uri().toString(),
                "GROUNDSWELL_TOKEN", FakeCloud.TOKEN, "GROUNDSWELL_NAME", "d2",
                "GROUNDSWELL_DIR", directory.toString(), "GROUNDSWELL_ROOT_SHA256", cloud.rootSha256()), List.of()));
        assertEquals(Optional.empty(), new IdentityStore(directory).load().serverCa());
    }

    @Test
    @DisplayName("[R10] a retired directory does not enrol again, and what was left of its keys goes")
    void staysRetired() throws Exception {
        enroll(FakeCloud.TOKEN);
        byte[] key = Files.readAllBytes(directory.resolve("identity/device.pem"));
        DeviceDirectory.existing(directory).decommission(Instant.EPOCH);
        assertEquals(List.of(), stored());
        // As if the power had failed between the marker and the wiping.
        Files.createDirectory(directory.resolve("identity"));
        Files.write(directory.resolve("identity/device.pem"), key);
        assertEquals(4, enroll(FakeCloud.TOKEN));
        assertTold("was decommissioned");
        assertEquals(List.of(), stored());
    }

    @Test
    @DisplayName("a directory in which others may write is refused")
    void refusesAnOpenDirectory() throws Exception {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(3, enroll(FakeCloud.TOKEN));
        assertTold("must be writable by its owner alone, found rwxrwxrwx");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(0, enroll(FakeCloud.TOKEN));
        assertEquals("rwx------", mode(directory.resolve("identity")));
    }
}
