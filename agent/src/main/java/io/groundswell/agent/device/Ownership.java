package io.groundswell.agent.device;

import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.disk.SealedJson;
import io.groundswell.agent.disk.StoredFields;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Whose the trusted metadata and the waiting reports are, noted beside them.
 *
 * <p>An enrolment replaces the identity and nothing else: what an earlier one trusted and had to report must not be
 * taken for the new one's (R6, R30). What does not belong is removed before the new owner is noted, so a crash in
 * between removes it again.
 */
final class Ownership {

    private final DurableFiles files;
    private final Reserve reserve;
    private final Path note;
    private final Path trusted;

    /**
     * The note in a device's directory.
     *
     * @param trusted where trusted metadata lies
     */
    Ownership(DurableFiles files, Reserve reserve, Path own, Path trusted) {
        this.files = files;
        this.reserve = reserve;
        this.note = own.resolve("owner.json");
        this.trusted = trusted;
    }

    private record Owner(Optional<String> device, Optional<String> root) {

        static final Owner NOBODY = new Owner(Optional.empty(), Optional.empty());

        static Owner of(DeviceRef device, byte[] root) {
            return new Owner(Optional.of(device.fleet() + "/" + device.name()), Optional.of(Sha256.hex(root)));
        }
    }

    /** Hands the directory over to an identity; the same one as before finds everything as it was. */
    void pass(DeviceRef device, byte[] root, DiskReportQueue reports, Consumer<String> findings) throws IOException {
        Owner before = read();
        Owner now = Owner.of(device, root);
        if (before.equals(now)) {
            return;
        }
        if (!before.root().equals(now.root()) && !isTrusted(root)) {
            forgetTrusted(findings);
        }
        if (before.device().isPresent() && !before.device().equals(now.device())) {
            int left = reports.removeAll();
            if (left > 0) {
                findings.accept(left + " reports of " + before.device().get() + ", which this device was, are dropped");
            }
        }
        byte[] content = SealedJson.encode(Map.of("device", now.device().orElseThrow(), "root", now.root().orElseThrow()));
        reserve.run(() -> files.replace(note, content, DurableFiles.PRIVATE));
    }

    /** A spoiled note is as good as none: trust begins again at the pinned root. */
    private Owner read() throws IOException {
        if (!Files.exists(note)) {
            return Owner.NOBODY;
        }
        try {
            StoredFields owner = SealedJson.read(note);
            return new Owner(Optional.of(owner.text("device")), Optional.of(owner.text("root")));
        } catch (DamagedFile e) {
            return Owner.NOBODY;
        }
    }

    /** The newest root may be pinned while it is the trusted one already: then all that it vouches for stays. */
    private boolean isTrusted(byte[] root) throws IOException {
        Path file = trusted.resolve("root.json");
        return Files.exists(file) && Files.size(file) == root.length
                && Sha256.hex(Files.readAllBytes(file)).equals(Sha256.hex(root));
    }

    private void forgetTrusted(Consumer<String> findings) throws IOException {
        List<Path> left;
        try (Stream<Path> entries = Files.list(trusted)) {
            left = entries.toList();
        }
        for (Path entry : left) {
            files.deleteTree(entry);
        }
        if (!left.isEmpty()) {
            findings.accept("the metadata in " + trusted + " does not go back to the root that is pinned now; it is "
                    + "forgotten, and trust begins at that root");
        }
    }
}
