package io.groundswell.agent.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedFilesTest {

    @TempDir(factory = MemoryDirectory.class)
    Path temporary;

    private Path prefix;
    private Path elsewhere;
    private Path device;

    @BeforeEach
    void makeDirectories() throws IOException {
        Path root = temporary.toRealPath();
        prefix = Files.createDirectory(root.resolve("etc"));
        elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        device = Files.createDirectory(root.resolve("device"));
    }

    /** The code of a refusal to place a payload there; "placed" if it was. */
    private String place(Path destination, Allowlists allowlists) throws IOException {
        byte[] bytes = "#!/bin/sh\n".getBytes();
        Update update = new Update(new ArtifactRef("app", "1"), ArtifactKind.CONFIG, "app/1/file", bytes.length,
                Sha256.hex(bytes), Map.of("path", destination.toString(), "mode", "0755"));
        try (DeviceDisk disk = DeviceDisk.open(device, allowlists, new BoundedPrograms(Map.of()), DiskWatch.NONE)) {
            try (OutputStream out = disk.staging().create(update.sha256())) {
                out.write(bytes);
            }
            disk.applier().apply("r1", update);
            return "placed";
        } catch (ApplyFailed e) {
            return e.code();
        }
    }

    private Allowlists guarding(Path... files) {
        return new Allowlists(List.of(prefix), Map.of(), Map.of(), Optional.empty()).guarding(Set.of(files));
    }

    @Test
    @DisplayName("[R30] a configuration never takes the place of the allowlists or of a program that they name, whatever the prefixes say")
    void keepsWhatAllows() throws IOException {
        Path allowlists = Files.writeString(prefix.resolve("allowlists.json"), "{}");
        Path check = prefix.resolve("check");
        assertEquals("path_denied", place(allowlists, guarding(allowlists, check)));
        assertEquals("{}", Files.readString(allowlists));
        assertEquals("path_denied", place(check, guarding(allowlists, check)));
        assertFalse(Files.exists(check));
        assertEquals("placed", place(prefix.resolve("app.conf"), guarding(allowlists, check)));
    }

    @Test
    @DisplayName("[R30] the programs of reloads, systemctl and the container engine are out of reach, too")
    void keepsPrograms() throws IOException {
        Path reload = prefix.resolve("reload");
        Path engine = prefix.resolve("engine");
        Allowlists allowlists = new Allowlists(List.of(prefix), Map.of("app",
                Reload.parse(reload + " -c " + prefix.resolve("app.conf"))), Map.of(), Optional.of(engine));
        assertEquals("path_denied", place(reload, allowlists));
        assertEquals("path_denied", place(engine, allowlists));
        assertEquals("placed", place(prefix.resolve("app.conf"), allowlists));
        assertTrue(Allowlists.NONE.untouchable().containsAll(
                List.of(Path.of("/usr/bin/systemctl"), Path.of("/usr/bin/podman"), Path.of("/usr/bin/docker"))));
    }

    @Test
    @DisplayName("[R30] a guarded file is guarded where links lead to it, also when it is not there yet")
    void followsLinks() throws IOException {
        Path link = Files.createSymbolicLink(elsewhere.resolve("check"), prefix.resolve("hop"));
        assertEquals("path_denied", place(prefix.resolve("hop"), guarding(link)));
        Files.createSymbolicLink(prefix.resolve("hop"), Path.of("real"));
        assertEquals("path_denied", place(prefix.resolve("real"), guarding(link)));

        Files.createSymbolicLink(elsewhere.resolve("bin"), prefix);
        assertEquals("path_denied", place(prefix.resolve("tool"), guarding(elsewhere.resolve("bin/tool"))));
        assertEquals("path_denied", place(prefix.resolve("tool"), guarding(elsewhere.resolve("bin/../etc/tool"))));
    }

    @Test
    @DisplayName("[R30] links in a circle guard themselves and nothing else")
    void endsInACircle() throws IOException {
        Files.createSymbolicLink(elsewhere.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(elsewhere.resolve("b"), Path.of("a"));
        assertEquals("placed", place(prefix.resolve("app.conf"), guarding(elsewhere.resolve("a"))));
    }
}
