package io.groundswell.agent.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.process.Programs;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigPlacementTest implements Programs {

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private final List<List<String>> runs = new ArrayList<>();
    private int exit;
    private Path root;
    private Path allowed;
    private Path secret;
    private DeviceDisk disk;

    @BeforeEach
    void openDisk() throws IOException {
        root = temporary.toRealPath();
        allowed = Files.createDirectories(root.resolve("etc/app"));
        secret = Files.writeString(root.resolve("secret"), "secret");
        Files.createDirectory(root.resolve("device"));
        open(new Allowlists(List.of(allowed, root.resolve("device")),
                Map.of("app", Reload.parse("app.service"), "job", Reload.parse("/usr/sbin/job -s reload")), Map.of(),
                Optional.empty()));
    }

    private void open(Allowlists allowlists) throws IOException {
        closeDisk();
        disk = DeviceDisk.open(root.resolve("device"), allowlists, this, DiskWatch.NONE);
    }

    @AfterEach
    void closeDisk() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Override
    public Ended run(List<String> command, Duration timeout) {
        runs.add(command);
        return new Ended(exit, false, "");
    }

    @Override
    public Ended ask(List<String> command, Duration timeout) {
        return run(command, timeout);
    }

    private Installed apply(String artifact, String version, Path path, String... more) {
        Map<String, Object> manifest = new LinkedHashMap<>(Map.of("path", path.toString()));
        for (int i = 0; i < more.length; i += 2) {
            manifest.put(more[i], more[i + 1]);
        }
        return apply(artifact, version, manifest);
    }

    private Installed apply(String artifact, String version, Map<String, Object> manifest) {
        byte[] bytes = (artifact + " " + version).getBytes();
        Update update = new Update(new ArtifactRef(artifact, version), ArtifactKind.CONFIG,
                artifact + "/" + version + "/file", bytes.length, Sha256.hex(bytes), manifest);
        try (OutputStream out = disk.staging().create(update.sha256())) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        disk.applier().apply("r1", update);
        return update.installed();
    }

    /** What the agent does after a failure: it undoes what may have been done, and reports the code. */
    private String refused(Path path, String... more) throws IOException {
        Optional<Installed> before = disk.applier().installed("app");
        String code = assertThrows(ApplyFailed.class, () -> apply("app", "9", path, more)).code();
        disk.applier().restore("app", before);
        assertEquals("secret", Files.readString(secret));
        assertEquals(before, disk.applier().installed("app"));
        return code;
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    @DisplayName("[R30] a configuration lands at its signed path with its signed mode, and its reload is run")
    void places() throws IOException {
        apply("app", "1", allowed.resolve("app.conf"), "mode", "0600", "reload", "job");
        assertEquals("app 1", Files.readString(allowed.resolve("app.conf")));
        assertEquals("rw-------", mode(allowed.resolve("app.conf")));
        assertEquals(List.of(List.of("/usr/sbin/job", "-s", "reload")), runs);
    }

    @Test
    @DisplayName("[R30] a systemd unit is reloaded by systemctl itself, and no shell is near")
    void reloadsUnits() {
        apply("app", "1", allowed.resolve("app.conf"), "reload", "app");
        assertTrue(List.of("/usr/bin/systemctl", "/bin/systemctl").contains(runs.getFirst().getFirst()));
        assertEquals(List.of("reload-or-restart", "--", "app.service"), runs.getFirst().subList(1, 4));
    }

    @Test
    @DisplayName("[R30] with empty allowlists no configuration is placed anywhere and nothing is run")
    void deniesByDefault() throws IOException {
        open(Allowlists.NONE);
        assertEquals("path_denied", refused(allowed.resolve("app.conf")));
        assertEquals("reload_denied", refused(allowed.resolve("app.conf"), "reload", "app"));
        assertFalse(Files.exists(allowed.resolve("app.conf")));
        assertEquals(List.of(), runs);
    }

    @Test
    @DisplayName("[R30] a manifest chooses from the allowlists and never adds to them")
    void staysWithinTheAllowlists() throws IOException {
        assertEquals("path_denied", refused(root.resolve("etc/passwd")));
        assertEquals("path_denied", refused(root.resolve("etc/application")));
        assertEquals("path_denied", refused(allowed));
        assertEquals("path_denied", refused(root.resolve("device/journal.json")));
        assertEquals("path_denied", refused(root.resolve("device/artifacts/app/current")));
        assertEquals("reload_denied", refused(allowed.resolve("a"), "reload", "/bin/sh"));
        assertEquals("reload_denied", refused(allowed.resolve("a"), "reload", "app.service"));
        assertEquals(List.of(), runs);
    }

    @Test
    @DisplayName("[R30] paths that are not plain, and modes that give more than permissions, are refused")
    void refusesOddManifests() throws IOException {
        for (String path : List.of("", "app.conf", "../etc/app/a", "/", "//etc/app/a", "\0")) {
            assertEquals("manifest_invalid", assertThrows(ApplyFailed.class,
                    () -> apply("app", "9", Map.of("path", path))).code(), path);
        }
        for (String tail : List.of("/../../secret", "/./a", "//a", "/a/", "/..")) {
            assertEquals("manifest_invalid", assertThrows(ApplyFailed.class,
                    () -> apply("app", "9", Map.of("path", allowed + tail))).code(), tail);
        }
        for (String mode : List.of("4755", "04755", "888", "rw-r--r--", "")) {
            assertEquals("manifest_invalid", refused(allowed.resolve("a"), "mode", mode), mode);
        }
        assertEquals("manifest_invalid", assertThrows(ApplyFailed.class,
                () -> apply("app", "9", Map.of("path", 7L))).code());
        assertEquals("manifest_invalid", assertThrows(ApplyFailed.class, () -> apply("app", "9", Map.of())).code());
    }

    @Test
    @DisplayName("[R30] a symbolic link is neither followed nor replaced, at the end of the path or on the way")
    void refusesSymbolicLinks() throws IOException {
        Files.createSymbolicLink(allowed.resolve("link"), secret);
        assertEquals("path_not_plain", refused(allowed.resolve("link")));
        Files.createSymbolicLink(allowed.resolve("out"), root);
        assertEquals("path_not_plain", refused(allowed.resolve("out/secret")));
        Files.createSymbolicLink(allowed.resolve("in"), Files.createDirectory(allowed.resolve("real")));
        assertEquals("path_not_plain", refused(allowed.resolve("in/a")));
        Files.move(allowed, root.resolve("moved"));
        Files.createSymbolicLink(allowed, root.resolve("moved"));
        assertEquals("path_not_plain", refused(allowed.resolve("a")));
        assertEquals(secret, Files.readSymbolicLink(allowed.resolve("link")));
    }

    @Test
    @DisplayName("[R30] devices, pipes, directories and hard links are refused, and a missing directory is not made")
    void refusesWhatIsNoPlainFile() throws Exception {
        Files.createDirectory(allowed.resolve("directory"));
        assertEquals("path_not_plain", refused(allowed.resolve("directory")));
        assertEquals(0, new ProcessBuilder("mkfifo", allowed.resolve("pipe").toString()).start().waitFor());
        assertEquals("path_not_plain", refused(allowed.resolve("pipe")));
        assertEquals("path_not_plain", refused(allowed.resolve("pipe/a")));
        Files.createLink(allowed.resolve("hard"), secret);
        assertEquals("path_hard_linked", refused(allowed.resolve("hard")));
        assertEquals("directory_missing", refused(allowed.resolve("missing/a")));
        open(new Allowlists(List.of(Path.of("/dev")), Map.of(), Map.of(), Optional.empty()));
        assertEquals("path_not_plain", refused(Path.of("/dev/null")));
    }

    @Test
    @DisplayName("[R30] a link that waits under the name of the unfinished file is not written through")
    void replacesPlantedUnfinishedFiles() throws IOException {
        Files.createSymbolicLink(allowed.resolve(".app.conf.groundswell"), secret);
        apply("app", "1", allowed.resolve("app.conf"));
        assertEquals("app 1", Files.readString(allowed.resolve("app.conf")));
        assertEquals("secret", Files.readString(secret));
        assertFalse(Files.exists(allowed.resolve(".app.conf.groundswell"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    @DisplayName("[R30] going back restores the file that was replaced, with its mode, as it had become")
    void restoresWhatWasReplaced() throws IOException {
        Path conf = Files.writeString(allowed.resolve("app.conf"), "of the distribution");
        Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-rw----"));
        Installed first = apply("app", "1", conf);
        Files.writeString(conf, "edited by hand");
        apply("app", "2", conf, "mode", "0444");
        assertEquals("r--r--r--", mode(conf));
        disk.applier().restore("app", Optional.of(first));
        assertEquals("edited by hand", Files.readString(conf));
        assertEquals("rw-r--r--", mode(conf));
        disk.applier().restore("app", Optional.empty());
        assertEquals("of the distribution", Files.readString(conf));
        assertEquals("rw-rw----", mode(conf));
        assertEquals(List.of(), disk.applier().installed());
    }

    @Test
    @DisplayName("[R30] an artifact that moves to another path leaves the old one as it found it, and comes back")
    void movesBetweenPaths() throws IOException {
        Path here = Files.writeString(allowed.resolve("here"), "original");
        Path there = allowed.resolve("there");
        Installed first = apply("app", "1", here);
        apply("app", "2", there);
        assertEquals("original", Files.readString(here));
        assertEquals("app 2", Files.readString(there));
        disk.applier().restore("app", Optional.of(first));
        assertEquals("app 1", Files.readString(here));
        assertFalse(Files.exists(there));
    }

    @Test
    @DisplayName("[R30] a reload that fails undoes the placement, and the old configuration is reloaded")
    void undoesWhatCannotBeReloaded() throws IOException {
        Installed first = apply("app", "1", allowed.resolve("app.conf"), "reload", "job");
        exit = 1;
        assertEquals("reload_failed", assertThrows(ApplyFailed.class,
                () -> apply("app", "2", allowed.resolve("app.conf"), "reload", "job")).code());
        exit = 0;
        disk.applier().restore("app", Optional.of(first));
        assertEquals("app 1", Files.readString(allowed.resolve("app.conf")));
        assertEquals(3, runs.size());
        assertEquals(Optional.of(first), disk.applier().installed("app"));
    }

    @Test
    @DisplayName("[R30] bytes that changed on the device since they were verified are not placed")
    void refusesChangedBytes() throws IOException {
        Installed first = apply("app", "1", allowed.resolve("here"));
        apply("app", "2", allowed.resolve("there"));
        Files.writeString(root.resolve("device/artifacts/app/versions/1-1/file"), "altered");
        assertEquals("bytes_changed", assertThrows(ApplyFailed.class,
                () -> disk.applier().restore("app", Optional.of(first))).code());
        assertFalse(Files.exists(allowed.resolve("here")));
    }

    @Test
    @DisplayName("[R30] two artifacts never share a path")
    void keepsArtifactsApart() {
        apply("other", "1", allowed.resolve("app.conf"));
        assertEquals("path_taken", assertThrows(ApplyFailed.class,
                () -> apply("app", "1", allowed.resolve("app.conf"))).code());
    }
}
