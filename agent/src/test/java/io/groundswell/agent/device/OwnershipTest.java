package io.groundswell.agent.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.MemoryDirectory;
import io.groundswell.agent.Tripwire;
import io.groundswell.agent.apply.Allowlists;
import io.groundswell.agent.process.BoundedPrograms;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.DeviceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {

    private static final DeviceRef D1 = new DeviceRef("plant", "d1");
    private static final byte[] PINNED = "root 1".getBytes();
    private static final byte[] ANOTHER = "root 7".getBytes();

    @TempDir(factory = MemoryDirectory.class)
    Path directory;

    /** A device that has followed its root to the next one and has something to report. */
    private void use(DeviceRef device, byte[] pinned) throws IOException {
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            disk.belongTo(device, pinned);
            disk.metadata().write("root", "root 2".getBytes());
            disk.metadata().write("timestamp", "timestamp 9".getBytes());
            disk.reports().add(Report.of("r1", WorkState.HEALTHY));
        }
    }

    /** What trust and reports are left when an identity takes the directory over. */
    private List<String> leftFor(DeviceRef device, byte[] pinned) throws IOException {
        try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE)) {
            disk.belongTo(device, pinned);
        }
        try (Stream<Path> tuf = Files.list(directory.resolve("tuf"));
                Stream<Path> reports = Files.list(directory.resolve("reports"))) {
            return Stream.concat(tuf, reports).map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisplayName("[R30] the same identity finds its trusted metadata and its reports at every start")
    void keepsItsOwn() throws IOException {
        use(D1, PINNED);
        assertEquals(List.of("000000000000000001", "root.json", "timestamp.json"), leftFor(D1, PINNED));
    }

    @Test
    @DisplayName("[R30] a root pinned anew takes the trust of the one before away; what the same device has to report stays")
    void beginsTrustAnew() throws IOException {
        use(D1, PINNED);
        assertEquals(List.of("000000000000000001"), leftFor(D1, ANOTHER));
    }

    @Test
    @DisplayName("[R30] the very root that is trusted may be pinned: versions seen so far stay known, and none older is accepted")
    void keepsWhatTheSameRootVouchedFor() throws IOException {
        use(D1, PINNED);
        assertEquals(List.of("000000000000000001", "root.json", "timestamp.json"), leftFor(D1, "root 2".getBytes()));
    }

    @Test
    @DisplayName("[R6] what one device had to report never goes out under another's certificate")
    void dropsReportsOfAnother() throws IOException {
        use(D1, PINNED);
        assertEquals(List.of("root.json", "timestamp.json"), leftFor(new DeviceRef("plant", "d2"), PINNED));
        use(D1, PINNED);
        assertEquals(List.of(), leftFor(new DeviceRef("depot", "d1"), ANOTHER));
    }

    @Test
    @DisplayName("[R30] metadata that nobody is known to own is not trusted")
    void forgetsMetadataOfNobody() throws IOException {
        use(D1, PINNED);
        Files.writeString(directory.resolve("owner.json"), "{\"device\":");
        assertEquals(List.of("000000000000000001"), leftFor(D1, PINNED));
    }

    @Test
    @DisplayName("[R30] a power failure at any change leaves no trust of the root before to who starts next")
    void survivesPowerFailures() throws IOException {
        boolean isTripped = true;
        for (int changes = 0; isTripped; changes++) {
            use(D1, PINNED);
            Tripwire tripwire = Tripwire.powerFailure(changes);
            try (DeviceDisk disk = DeviceDisk.open(directory, Allowlists.NONE, new BoundedPrograms(Map.of()), tripwire)) {
                disk.belongTo(D1, ANOTHER);
            } catch (Tripwire.PowerFailure e) {
                assertTrue(tripwire.isTripped());
            }
            isTripped = tripwire.isTripped();
            List<String> left = leftFor(D1, ANOTHER);
            assertTrue(left.stream().noneMatch(file -> file.endsWith(".json")), "at change " + changes + ": " + left);
        }
    }
}
