package io.groundswell.agent.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.apply.Reload;
import io.groundswell.agent.disk.DiskChange;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceDiskTest {

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    private static void install(DeviceDisk disk, String version) throws IOException {
        byte[] bytes = ("model " + version).getBytes();
        Update update = new Update(new ArtifactRef("app", version), ArtifactKind.MODEL, "app/" + version + "/model.onnx",
                bytes.length, Sha256.hex(bytes), Map.of());
        try (OutputStream out = disk.staging().create(update.sha256())) {
            out.write(bytes);
        }
        disk.applier().apply("r1", update);
        disk.journal().clear();
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
    }

    @Test
    @DisplayName("[R30] a model is found through a link, and only it and the one before it are kept")
    void keepsTwoVersions() throws IOException {
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            install(disk, "1.0");
            install(disk, "1.1");
            install(disk, "1.2");
            assertEquals("model 1.2", Files.readString(directory.resolve("artifacts/app/current/model.onnx")));
            assertEquals(Path.of("versions/3-1.2"), Files.readSymbolicLink(directory.resolve("artifacts/app/current")));
            assertEquals("1.1", disk.applier().previous("app").orElseThrow().ref().version());
            try (var versions = Files.list(directory.resolve("artifacts/app/versions"))) {
                assertEquals(List.of("2-1.1", "3-1.2"),
                        versions.map(path -> path.getFileName().toString()).sorted().toList());
            }
        }
    }

    @Test
    @DisplayName("[R30] programs may read models; everything else is the agent's alone")
    void sharesModelsOnly() throws IOException {
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            install(disk, "1.0");
            disk.reports().add(Report.of("r1", WorkState.HEALTHY));
        }
        assertEquals("rw-r--r--", mode("artifacts/app/current/model.onnx"));
        assertEquals("rwxr-xr-x", mode("artifacts/app/current"));
        assertEquals("rwx------", mode("reports"));
        assertEquals("rwx------", mode("staged"));
        assertEquals("rwx------", mode("tuf"));
        assertEquals("rw-------", mode("reports/000000000000000001"));
    }

    @Test
    @DisplayName("[R30] a start clears what interrupted downloads left")
    void clearsDownloads() throws IOException {
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE);
                OutputStream out = disk.staging().create("a".repeat(64))) {
            out.write(1);
        }
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            assertThrows(IOException.class, () -> disk.staging().open("a".repeat(64)));
        }
    }

    @Test
    @DisplayName("one directory serves one agent at a time")
    void refusesASecondAgent() throws IOException {
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            assertEquals(List.of(), disk.findings());
            IOException refusal = assertThrows(IOException.class, () -> DeviceDisk.open(directory, Allowlists.NONE));
            assertTrue(refusal.getMessage().endsWith(" already"), refusal.getMessage());
        }
        DeviceDisk.open(directory, Allowlists.NONE).close();
    }

    @Test
    @DisplayName("[R30] bytes are forced to the disk before a name points at them, and the directory is forced after")
    void forcesInOrder() throws IOException {
        List<String> changes = new ArrayList<>();
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE, new BoundedPrograms(Map.of()),
                (change, path) -> changes.add(change + " " + path.getFileName()))) {
            install(disk, "1.0");
            changes.clear();
            disk.reports().add(Report.of("r1", WorkState.HEALTHY));
            assertEquals(List.of(DiskChange.CREATE + " 000000000000000001.new",
                    DiskChange.SET_OWNER_AND_MODE + " 000000000000000001.new",
                    DiskChange.WRITE + " 000000000000000001.new", DiskChange.FORCE + " 000000000000000001.new",
                    DiskChange.RENAME + " 000000000000000001", DiskChange.FORCE + " reports"), changes);
            changes.clear();
            install(disk, "1.1");
            int link = changes.indexOf("RENAME current");
            int bytes = changes.indexOf("FORCE " + Sha256.hex("model 1.1".getBytes()));
            int payload = changes.indexOf("RENAME model.onnx");
            assertTrue(0 <= bytes && bytes < payload && payload < link, changes.toString());
            assertEquals("FORCE 2-1.1", changes.get(payload + 1));
            assertEquals("FORCE app", changes.get(link + 1));
        }
    }

    @Test
    @DisplayName("[R30] an allowlist's entries are absolute and plain, and a reload is a unit or a program with its arguments")
    void refusesOddAllowlists() {
        assertEquals(new Reload.Unit("app@1.service"), Reload.parse("app@1.service"));
        assertEquals(new Reload.Program(List.of("/usr/sbin/job", "-s", "reload")), Reload.parse("/usr/sbin/job -s  reload"));
        for (String prefix : List.of("etc", "/etc/../root", "/")) {
            assertThrows(IllegalArgumentException.class, () -> new Allowlists(List.of(Path.of(prefix)), Map.of(), Map.of(),
                    Optional.empty()), prefix);
        }
        for (String reload : List.of("", "sh -c x", "-u.service", "a;b")) {
            assertThrows(IllegalArgumentException.class, () -> Reload.parse(reload), reload);
        }
        assertThrows(IllegalArgumentException.class, () -> new Allowlists(List.of(), Map.of(),
                Map.of("-v", List.of()), Optional.empty()));
    }
}
