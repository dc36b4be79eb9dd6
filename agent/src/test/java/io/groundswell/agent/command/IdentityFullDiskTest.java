package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.Tripwire;
import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.device.DeviceDisk;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.identity.Credential;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.IdentityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk is full when a device's identity has to change. */
class IdentityFullDiskTest {

    private static final int FOR_GOOD = Integer.MAX_VALUE;

    private CommandBench bench;

    @BeforeEach
    void enroll(@TempDir(factory = MemoryDirectory.class) Path folder) throws Exception {
        bench = new CommandBench(folder);
        assertEquals(0, bench.enroll(FakeCloud.TOKEN));
        takeReserve();
    }

    private void takeReserve() throws IOException {
        DeviceDisk.open(bench.directory, Allowlists.NONE).close();
        assertEquals(262_144, Files.size(bench.directory.resolve("reserve")));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private void decommission(DiskWatch watch) throws IOException {
        new DeviceDirectory(bench.directory, new DurableFiles(watch)).decommission(Instant.EPOCH);
    }

    private int run() {
        return bench.run("run", "--dir", bench.directory.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    @DisplayName("[R10] a device that is retired on a disk that is full at any write wipes its keys, and does not come back")
    void wipes(int failures) throws Exception {
        Map<String, byte[]> identity = new HashMap<>();
        for (String file : bench.identityFiles()) {
            identity.put(file, Files.readAllBytes(bench.directory.resolve(file)));
        }
        boolean isTripped = true;
        for (int changes = 0; isTripped; changes++) {
            Tripwire tripwire = Tripwire.diskFull(changes, failures);
            decommission(tripwire);
            isTripped = tripwire.isTripped();
            assertEquals(List.of(), bench.identityFiles(), "disk full at write " + changes);
            assertEquals(4, run(), "disk full at write " + changes);
            restore(identity);
        }
    }

    private void restore(Map<String, byte[]> identity) throws IOException {
        Files.delete(bench.directory.resolve("decommissioned"));
        Files.createDirectory(bench.directory.resolve("identity"));
        for (Map.Entry<String, byte[]> file : identity.entrySet()) {
            new DurableFiles(DiskWatch.NONE).replace(bench.directory.resolve(file.getKey()), file.getValue(),
                    DurableFiles.PRIVATE);
        }
        takeReserve();
    }

    @Test
    @DisplayName("[R10] where not even the marker finds space, the keys go all the same, and the agent does not run again")
    void wipesWithoutAMarker() throws Exception {
        assertTrue(assertThrows(IOException.class, () -> decommission(Tripwire.diskFull(0, FOR_GOOD))).getMessage()
                .contains("No space left on device"));
        assertEquals(List.of(), bench.identityFiles());
        assertEquals(3, run());
        bench.assertTold("is not enrolled; enrol it first");
    }

    @Test
    @DisplayName("[R7] a renewed certificate takes the reserve where the disk is full")
    void renews() throws Exception {
        DeviceKey key = DeviceKey.generate();
        Credential renewed = Credential.of(key, bench.cloud.authority.certify(key.pair().getPublic(), "d1"),
                bench.cloud.authority.certificate());
        new IdentityStore(bench.directory, new DurableFiles(Tripwire.diskFull(0, 1))).replace(renewed);
        assertEquals(renewed.certificate(), new IdentityStore(bench.directory).load().identity().certificate());
        takeReserve();
    }
}
