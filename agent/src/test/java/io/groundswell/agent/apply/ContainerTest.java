package io.groundswell.agent.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.TestImage;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.process.Programs;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers, with an engine that is a program of its own and behaves as podman does. */
class ContainerTest implements Programs {

    @TempDir(factory = MemoryDirectory.class)
    Path root;

    private final List<List<String>> runs = new ArrayList<>();
    private Path state;
    private Programs programs;
    private DeviceDisk disk;

    @BeforeEach
    void openDisk() throws IOException {
        state = Files.createDirectory(root.resolve("state"));
        Files.createDirectory(root.resolve("device"));
        try (InputStream engine = ContainerTest.class.getResourceAsStream("/fake-engine")) {
            Files.copy(engine, root.resolve("engine"));
        }
        Files.setPosixFilePermissions(root.resolve("engine"), PosixFilePermissions.fromString("rwxr-xr-x"));
        programs = new BoundedPrograms(Map.of("ENGINE_STATE", state.toString()));
        open(Map.of("app", List.of("--network=none", "--read-only"), "web", List.of()));
    }

    private void open(Map<String, List<String>> containers) throws IOException {
        closeDisk();
        disk = DeviceDisk.open(root.resolve("device"), new Allowlists(List.of(), Map.of(), containers,
                Optional.of(root.resolve("engine"))), this, DiskWatch.NONE);
    }

    @AfterEach
    void closeDisk() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Override
    public Ended run(List<String> command, Duration timeout) throws IOException {
        runs.add(command.subList(1, command.size()));
        return programs.run(command, timeout);
    }

    @Override
    public Ended ask(List<String> command, Duration timeout) throws IOException {
        return programs.ask(command, timeout);
    }

    private Installed apply(String artifact, String version, TestImage image, Map<String, Object> manifest)
            throws IOException {
        Update update = new Update(new ArtifactRef(artifact, version), ArtifactKind.CONTAINER,
                artifact + "/" + version + "/image.tar", image.archive().length, Sha256.hex(image.archive()), manifest);
        try (OutputStream out = disk.staging().create(update.sha256())) {
            out.write(image.archive());
        }
        disk.applier().apply("r1", update);
        return update.installed();
    }

    private Installed apply(String version) throws IOException {
        TestImage image = TestImage.of(version);
        Installed installed = apply("app", version, image, Map.of("image", "sha256:" + image.id()));
        disk.journal().clear();
        return installed;
    }

    private String running(String container) throws IOException {
        Path file = state.resolve("containers").resolve(container);
        return Files.exists(file) ? Files.readString(file).split(" ")[0] : "nothing";
    }

    private List<String> images() throws IOException {
        try (Stream<Path> entries = Files.list(state.resolve("images"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisplayName("[R30] a container runs the image of the signed digest, with the device's arguments and no others")
    void runsByDigest() throws IOException {
        apply("1");
        String image = TestImage.of("1").id();
        assertEquals(image, running("app"));
        assertEquals(List.of("run", "--detach", "--name", "app", "--label", "io.groundswell.artifact=app",
                "--pull=never", "--network=none", "--read-only", image), runs.getLast());
    }

    @Test
    @DisplayName("[R30] going back runs the image before, which was kept; images that nothing needs go")
    void keepsThePreviousImage() throws IOException {
        apply("1");
        Installed second = apply("2");
        apply("3");
        assertEquals(Stream.of("2", "3").map(v -> TestImage.of(v).id()).sorted().toList(), images());
        disk.applier().restore("app", Optional.of(second));
        assertEquals(TestImage.of("2").id(), running("app"));
        assertEquals(List.of(TestImage.of("2").id()), images());
    }

    @Test
    @DisplayName("[R30] an image that the engine lost meanwhile is loaded again from the archive that was kept")
    void loadsAgain() throws IOException {
        Installed first = apply("1");
        apply("2");
        Files.delete(state.resolve("images").resolve(TestImage.of("1").id()));
        disk.applier().restore("app", Optional.of(first));
        assertEquals(TestImage.of("1").id(), running("app"));
    }

    @Test
    @DisplayName("[R30] an archive that does not hold the signed digest is not run, and the old container goes on")
    void refusesOtherImages() throws IOException {
        Installed first = apply("1");
        assertEquals("image_mismatch", assertThrows(ApplyFailed.class, () -> apply("app", "2", TestImage.of("2"),
                Map.of("image", "sha256:" + "0".repeat(64)))).code());
        disk.applier().restore("app", Optional.of(first));
        assertEquals(TestImage.of("1").id(), running("app"));
        assertEquals(Optional.of(first), disk.applier().installed("app"));
    }

    @Test
    @DisplayName("[R30] with an empty allowlist no container runs; a manifest chooses one, by name, and cannot add one")
    void staysWithinTheAllowlist() throws IOException {
        TestImage image = TestImage.of("1");
        Map<String, Object> manifest = Map.of("image", "sha256:" + image.id(), "container", "db");
        assertEquals("container_denied",
                assertThrows(ApplyFailed.class, () -> apply("app", "1", image, manifest)).code());
        assertEquals("manifest_invalid", assertThrows(ApplyFailed.class, () -> apply("app", "1", image,
                Map.of("image", "docker.io/library/app:latest"))).code());
        open(Map.of());
        assertEquals("container_denied", assertThrows(ApplyFailed.class, () -> apply("1")).code());
        assertEquals(List.of(), runs);
    }

    @Test
    @DisplayName("[R30] a container that the agent did not start is not touched")
    void leavesOthersAlone() throws IOException {
        Files.createDirectories(state.resolve("containers"));
        Files.writeString(state.resolve("containers/app"), "f00 true \n");
        assertEquals("container_taken", assertThrows(ApplyFailed.class, () -> apply("1")).code());
        assertEquals("f00", running("app"));
    }

    @Test
    @DisplayName("[R30] an artifact that moves to another container leaves the first, and comes back")
    void movesBetweenContainers() throws IOException {
        Installed first = apply("1");
        TestImage image = TestImage.of("2");
        apply("app", "2", image, Map.of("image", "sha256:" + image.id(), "container", "web"));
        assertEquals(image.id(), running("web"));
        assertEquals("nothing", running("app"));
        disk.applier().restore("app", Optional.of(first));
        assertEquals(TestImage.of("1").id(), running("app"));
        assertEquals("nothing", running("web"));
    }

    @Test
    @DisplayName("[R30] an archive's claims to names are left out before it is loaded, and its image is the same")
    void loadsWithoutNames() throws IOException {
        byte[] content = "x".getBytes(StandardCharsets.US_ASCII);
        TestImage tagged = TestImage.of(Map.of("x", content), List.of("/x"), "[\"localhost/gateway:latest\"]");
        TestImage plain = TestImage.of(Map.of("x", content), List.of("/x"), "null");
        apply("app", "1", tagged, Map.of("image", "sha256:" + tagged.id()));
        assertEquals(tagged.id(), plain.id());
        assertEquals(tagged.id(), running("app"));
        String loaded = runs.getFirst().getLast();
        assertTrue(loaded.endsWith("/.untagged"), loaded);
        assertFalse(Files.exists(Path.of(loaded)));
    }

    @Test
    @DisplayName("[R30] what is left of an archive without its names is all of it but the names")
    void leavesOutNamesOnly() throws IOException {
        TestImage tagged = TestImage.of(Map.of("x", new byte[70_000]), List.of("/x"), "[\"localhost/gateway:latest\"]");
        Path archive = Files.write(root.resolve("image.tar"), tagged.archive());
        Path copy = root.resolve("copy.tar");
        DurableFiles files = new DurableFiles(DiskWatch.NONE);
        assertTrue(ImageArchive.copyWithoutTags(archive, copy, files));
        String text = Files.readString(copy, StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("gateway"));
        assertTrue(text.contains("\"Config\":\"" + tagged.id() + ".json\""));
        assertFalse(ImageArchive.copyWithoutTags(copy, root.resolve("again.tar"), files));
        Process list = new ProcessBuilder("tar", "-tf", copy.toString()).start();
        assertEquals(3, new String(list.getInputStream().readAllBytes()).lines().count());
    }

    @Test
    @DisplayName("[R30] an engine that is not up yet keeps no agent from starting; it tidies up when the engine is back")
    void startsWithoutTheEngine() throws IOException {
        for (String version : List.of("1", "2", "3")) {
            TestImage image = TestImage.of(version);
            apply("app", version, image, Map.of("image", "sha256:" + image.id()));
        }
        Files.move(root.resolve("engine"), root.resolve("gone"));
        open(Map.of());
        assertEquals(1, disk.findings().size(), disk.findings().toString());
        assertEquals("3", disk.applier().installed("app").orElseThrow().ref().version());
        Files.move(root.resolve("gone"), root.resolve("engine"));
        open(Map.of());
        assertEquals(List.of(), disk.findings());
        assertEquals(Stream.of("2", "3").map(v -> TestImage.of(v).id()).sorted().toList(), images());
    }

    @Test
    @DisplayName("[R30] an archive that is cut off, compressed, empty or no image is refused before the engine sees it")
    void refusesOddArchives() throws IOException {
        byte[] whole = TestImage.of("1").archive();
        byte[] flipped = whole.clone();
        flipped[0] ^= 1;
        for (byte[] bytes : List.of(new byte[] {0x1f, (byte) 0x8b, 8, 0}, new byte[0], new byte[2048], flipped)) {
            TestImage odd = new TestImage(bytes, TestImage.of("1").id());
            assertEquals("image_invalid", assertThrows(ApplyFailed.class, () -> apply("app", "1", odd,
                    Map.of("image", "sha256:" + odd.id()))).code());
            disk.applier().restore("app", Optional.empty());
        }
        assertEquals(List.of(), runs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"./manifest.json", ".//manifest.json", "a/../manifest.json", "/manifest.json"})
    @DisplayName("[R30] a name that an engine would clean before it looks at it claims no image's name either")
    void seesThroughOddNames(String name) throws IOException {
        TestImage tagged = TestImage.of(Map.of("x", new byte[10]), List.of("/x"), "[\"localhost/gateway:latest\"]");
        Path archive = Files.write(root.resolve("image.tar"), tagged.renamed("manifest.json", name));
        assertTrue(ImageArchive.copyWithoutTags(archive, root.resolve("copy.tar"), new DurableFiles(DiskWatch.NONE)));
        assertFalse(Files.readString(root.resolve("copy.tar"), StandardCharsets.ISO_8859_1).contains("gateway"));
    }

    @Test
    @DisplayName("[R30] an index that is a link to another entry, which an engine would follow, is refused")
    void refusesLinkedIndexes() throws IOException {
        Path archive = Files.write(root.resolve("image.tar"), TestImage.of("1").linked("manifest.json"));
        ApplyFailed refusal = assertThrows(ApplyFailed.class, () -> ImageArchive.copyWithoutTags(archive,
                root.resolve("copy.tar"), new DurableFiles(DiskWatch.NONE)));
        assertEquals("image_invalid", refusal.code());
    }
}
