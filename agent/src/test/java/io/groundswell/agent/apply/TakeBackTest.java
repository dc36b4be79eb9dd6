package io.groundswell.agent.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.disk.DiskChange;
import io.groundswell.agent.process.Programs;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A version has to go and something is in the way: what is recorded as in force stays what is in place. */
class TakeBackTest implements Programs {

    private static final Map<String, Reload> RELOADS =
            Map.of("app", Reload.parse("/usr/sbin/app -s reload"), "job", Reload.parse("/usr/sbin/job -s reload"));

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private final List<String> runs = new ArrayList<>();
    private Optional<String> trouble = Optional.empty();
    private String rollout = "r1";
    private int exit;
    private Path etc;
    private DeviceDisk disk;

    @BeforeEach
    void openDisk() throws IOException {
        etc = Files.createDirectories(temporary.toRealPath().resolve("etc"));
        Files.createDirectory(temporary.resolve("device"));
        open(etc);
    }

    /** A start with another allowlist, as after its owner changed it. */
    private void open(Path... prefixes) throws IOException {
        closeDisk();
        disk = DeviceDisk.open(temporary.resolve("device"),
                new Allowlists(List.of(prefixes), RELOADS, Map.of(), Optional.empty()), this, this::refuse);
    }

    private void refuse(DiskChange change, Path path) throws IOException {
        if (trouble.isPresent() && path.startsWith(etc)) {
            throw new IOException(path + ": " + trouble.get());
        }
    }

    @AfterEach
    void closeDisk() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Override
    public Ended run(List<String> command, Duration timeout) {
        runs.add(command.getFirst());
        return new Ended(exit, false, "");
    }

    @Override
    public Ended ask(List<String> command, Duration timeout) {
        return run(command, timeout);
    }

    private Installed config(String version, String file, String... reload) throws IOException {
        return apply(version, ArtifactKind.CONFIG, reload.length == 0 ? Map.of("path", etc.resolve(file).toString())
                : Map.of("path", etc.resolve(file).toString(), "reload", reload[0]));
    }

    private Installed apply(String version, ArtifactKind kind, Map<String, Object> manifest) throws IOException {
        byte[] bytes = ("app " + version).getBytes();
        Update update = new Update(new ArtifactRef("app", version), kind, "app/" + version + "/file", bytes.length,
                Sha256.hex(bytes), manifest);
        try (OutputStream out = disk.staging().create(update.sha256())) {
            out.write(bytes);
        }
        disk.applier().apply(rollout, update);
        return update.installed();
    }

    private void restore(Installed version) {
        disk.applier().restore("app", Optional.of(version));
    }

    private String refusal(Optional<Installed> version) {
        return assertThrows(ApplyFailed.class, () -> disk.applier().restore("app", version)).code();
    }

    private void requireInPlace(String content, String file, Installed version) throws IOException {
        assertEquals(content, Files.readString(etc.resolve(file)));
        assertEquals(Optional.of(version), disk.applier().installed("app"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "Read-only file system", "Input/output error"})
    @DisplayName("[R30] trouble of the disk that may pass ends no step back: it is asked for again, and then made")
    void waitsForTheDisk(String reason) throws IOException {
        Installed first = config("1", "app.conf");
        Installed second = config("2", "app.conf");
        trouble = Optional.of(reason);
        assertThrows(UncheckedIOException.class, () -> restore(first));
        requireInPlace("app 2", "app.conf", second);
        trouble = Optional.empty();
        restore(first);
        requireInPlace("app 1", "app.conf", first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device,disk_full", "Read-only file system,disk_read_only",
        "Input/output error,io_error", "Operation not permitted,not_permitted"})
    @DisplayName("[R30] a place that takes nothing from the beginning keeps nothing waiting: what is in it is as it was")
    void endsWhereNothingChanged(String reasonAndCode) throws IOException {
        Installed first = config("1", "app.conf");
        trouble = Optional.of(reasonAndCode.split(",")[0]);
        assertEquals(reasonAndCode.split(",")[1],
                assertThrows(ApplyFailed.class, () -> config("2", "app.conf")).code());
        restore(first);
        requireInPlace("app 1", "app.conf", first);
    }

    @Test
    @DisplayName("[R30] what the system does not permit is an end, and leaves the version in force with what it displaced")
    void endsWhereItIsNotPermitted() throws IOException {
        Installed first = config("1", "app.conf");
        Installed second = config("2", "app.conf");
        trouble = Optional.of("Operation not permitted");
        assertEquals("not_permitted", refusal(Optional.of(first)));
        requireInPlace("app 2", "app.conf", second);
        trouble = Optional.empty();
        restore(first);
        requireInPlace("app 1", "app.conf", first);
    }

    @Test
    @DisplayName("[R30] [R8] a first version that cannot be taken away counts as installed, and the file it displaced is kept")
    void keepsTheOriginal() throws IOException {
        Files.writeString(etc.resolve("app.conf"), "of the distribution");
        Installed first = config("1", "app.conf");
        open();
        assertEquals("path_denied", refusal(Optional.empty()));
        requireInPlace("app 1", "app.conf", first);
        open(etc);
        disk.applier().restore("app", Optional.empty());
        assertEquals("of the distribution", Files.readString(etc.resolve("app.conf")));
        assertEquals(List.of(), disk.applier().installed());
    }

    @Test
    @DisplayName("[R30] [R8] a version that cannot be taken back counts as installed, and the one before can be applied anew")
    void keepsTheVersionThatIsInPlace() throws IOException {
        Installed first = config("1", "app.conf");
        Installed second = config("2", "app.conf");
        Files.createLink(etc.resolve("hard"), etc.resolve("app.conf"));
        assertEquals("path_hard_linked", refusal(Optional.of(first)));
        requireInPlace("app 2", "app.conf", second);
        Files.delete(etc.resolve("hard"));
        requireInPlace("app 1", "app.conf", config("1", "app.conf"));
        assertEquals(Optional.of(second), disk.applier().previous("app"));
    }

    @Test
    @DisplayName("[R30] a copy that is gone cannot be gone back to, however often it is asked for")
    void missesWhatIsGone() throws IOException {
        Installed first = config("1", "app.conf");
        Installed second = config("2", "app.conf");
        Files.delete(temporary.resolve("device/artifacts/app/versions/2-2/.replaced"));
        assertEquals("previous_missing", refusal(Optional.of(first)));
        requireInPlace("app 2", "app.conf", second);
    }

    @Test
    @DisplayName("[R30] a version at another path leaves it only when the one before can come back to its own")
    void changesPathsAsAWhole() throws IOException {
        Installed first = config("1", "here");
        Installed second = config("2", "there");
        Files.writeString(temporary.resolve("device/artifacts/app/versions/1-1/file"), "altered");
        assertEquals("bytes_changed", refusal(Optional.of(first)));
        requireInPlace("app 2", "there", second);
        assertFalse(Files.exists(etc.resolve("here")));
    }

    @Test
    @DisplayName("[R30] nor does the one before come back while the path of the one in force is not allowed")
    void leavesNoVersionTwice() throws IOException {
        Path other = Files.createDirectory(etc.resolve("other"));
        Installed first = config("1", "here");
        Files.createDirectory(etc.resolve("moved"));
        Installed second = config("2", "moved/there");
        Files.move(etc.resolve("moved"), other.resolve("moved"));
        Files.createSymbolicLink(etc.resolve("moved"), other.resolve("moved"));
        assertEquals("path_not_plain", refusal(Optional.of(first)));
        requireInPlace("app 2", "moved/there", second);
        assertFalse(Files.exists(etc.resolve("here")));
    }

    @Test
    @DisplayName("[R30] a reload that fails does not keep the version before from coming back; every reload is run, and it is told")
    void comesBackWithoutItsReload() throws IOException {
        Installed first = config("1", "app.conf", "job");
        config("2", "app.conf", "app");
        runs.clear();
        exit = 1;
        assertEquals("reload_failed", refusal(Optional.of(first)));
        requireInPlace("app 1", "app.conf", first);
        assertEquals(List.of("/usr/sbin/app", "/usr/sbin/job"), runs);
    }

    @Test
    @DisplayName("[R22] what a rollout could not take back counts as the next one's, which installs the same version anew")
    void countsAsTheNextRollouts() throws IOException {
        config("1", "app.conf");
        exit = 1;
        rollout = "r2";
        assertEquals("reload_failed", assertThrows(ApplyFailed.class, () -> config("2", "app.conf", "app")).code());
        exit = 0;
        rollout = "r3";
        requireInPlace("app 2", "app.conf", config("2", "app.conf", "app"));
        assertEquals(Optional.of("r3"), disk.applier().installer("app"));
        assertEquals("1", disk.applier().previous("app").orElseThrow().ref().version());
    }

    @Test
    @DisplayName("[R30] an artifact that changed its kind goes back as a whole, whether or not its reload works")
    void changesKindsAsAWhole() throws IOException {
        Installed first = config("1", "app.conf", "job");
        apply("2", ArtifactKind.MODEL, Map.of());
        assertFalse(Files.exists(etc.resolve("app.conf")));
        exit = 1;
        assertEquals("reload_failed", refusal(Optional.of(first)));
        requireInPlace("app 1", "app.conf", first);
        exit = 0;
        Installed third = apply("3", ArtifactKind.MODEL, Map.of());
        Files.createDirectory(etc.resolve("app.conf"));
        assertEquals("path_not_plain", refusal(Optional.of(first)));
        assertEquals(Optional.of(third), disk.applier().installed("app"));
        assertEquals("app 3", Files.readString(temporary.resolve("device/artifacts/app/current/file")));
    }
}
