package io.groundswell.agent.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.groundswell.agent.TestImage;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.process.Programs;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * The same with podman itself, its storage in a directory of the test, and an image that is made here.
 *
 * <p>It is skipped, with the reason, where podman or a statically linked busybox is missing, or where podman cannot run
 * a container at all.
 */
class PodmanTest {

    private static final Path PODMAN = Path.of("/usr/bin/podman");
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The limits are low enough for every machine; no network needs to be set up. */
    private static final List<String> ARGUMENTS =
            List.of("--network=none", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024", "--stop-signal=KILL");

    @TempDir
    Path root;

    private Programs programs;
    private DeviceDisk disk;

    @BeforeEach
    void openDisk() throws IOException {
        require(Files.isExecutable(PODMAN), PODMAN + " is not installed");
        require(Files.isExecutable(BUSYBOX), BUSYBOX + " is not installed");
        programs = new BoundedPrograms(Map.of("CONTAINERS_STORAGE_CONF", storage().toString(),
                "CONTAINERS_CONF", runtime().toString(), "HOME", root.toString()));
        requireThatContainersRun();
        Files.createDirectory(root.resolve("device"));
        disk = DeviceDisk.open(root.resolve("device"), new Allowlists(List.of(), Map.of(), Map.of("app", ARGUMENTS),
                Optional.of(PODMAN)), programs, DiskWatch.NONE);
    }

    private static void require(boolean isGiven, String otherwise) {
        if (!isGiven) {
            System.out.println("PodmanTest is skipped: " + otherwise);
        }
        assumeTrue(isGiven, otherwise);
    }

    private Path storage() throws IOException {
        return Files.writeString(root.resolve("storage.conf"), """
                [storage]
                driver = "vfs"
                graphroot = "%1$s/graph"
                runroot = "%1$s/run"
                """.formatted(root));
    }

    /** runc runs on machines with both versions of control groups, where crun does not. */
    private Path runtime() throws IOException {
        return Files.writeString(root.resolve("containers.conf"), "[engine]\ncgroup_manager = \"cgroupfs\"\n"
                + (Files.isExecutable(Path.of("/usr/sbin/runc")) ? "runtime = \"runc\"\n" : ""));
    }

    private void requireThatContainersRun() throws IOException {
        TestImage image = image("0", "null");
        Path archive = Files.write(root.resolve("trial.tar"), image.archive());
        podman("load", "--input", archive.toString());
        List<String> trial = new ArrayList<>(List.of("run", "--rm"));
        trial.addAll(ARGUMENTS);
        trial.addAll(List.of(image.id(), "/bin/busybox", "true"));
        require(podman(trial.toArray(String[]::new)).isSuccess(), "podman cannot run a container on this machine");
        podman("rmi", image.id());
    }

    private static TestImage image(String version, String tags) throws IOException {
        return TestImage.of(Map.of("bin/busybox", Files.readAllBytes(BUSYBOX),
                "version", version.getBytes(StandardCharsets.US_ASCII)), List.of("/bin/busybox", "sleep", "600"), tags);
    }

    private Programs.Ended podman(String... arguments) throws IOException {
        return programs.ask(Stream.concat(Stream.of(PODMAN.toString()), Stream.of(arguments)).toList(), PATIENCE);
    }

    @AfterEach
    void removeContainers() throws IOException {
        if (disk != null) {
            podman("rm", "--force", "--all");
            podman("rmi", "--force", "--all");
            disk.close();
        }
    }

    private Installed apply(String version, String tags) throws IOException {
        TestImage image = image(version, tags);
        Update update = new Update(new ArtifactRef("app", version), ArtifactKind.CONTAINER,
                "app/" + version + "/image.tar", image.archive().length, Sha256.hex(image.archive()),
                Map.of("image", "sha256:" + image.id()));
        try (OutputStream out = disk.staging().create(update.sha256())) {
            out.write(image.archive());
        }
        disk.applier().apply("r1", update);
        disk.journal().clear();
        return update.installed();
    }

    private String runningVersion() throws IOException {
        return podman("exec", "app", "/bin/busybox", "cat", "/version").output();
    }

    @Test
    @DisplayName("[R30] podman runs the signed image, goes back to the one before, and keeps others' image names")
    void installsAndGoesBack() throws IOException {
        Installed first = apply("1", "null");
        assertEquals("1", runningVersion());
        podman("tag", image("1", "null").id(), "localhost/gateway:latest");
        apply("2", "[\"localhost/gateway:latest\"]");
        assertEquals("2", runningVersion());
        assertEquals(image("1", "null").id(),
                podman("image", "inspect", "--format", "{{.Id}}", "localhost/gateway:latest").output().strip());
        disk.applier().restore("app", Optional.of(first));
        assertEquals("1", runningVersion());
        assertEquals(Optional.of(first), disk.applier().installed("app"));
        assertEquals(1, podman("images", "--quiet", "--all").output().lines().count());
        disk.applier().restore("app", Optional.empty());
        assertEquals(List.of(), disk.applier().installed());
        assertEquals("", podman("ps", "--all", "--quiet").output());
    }
}
