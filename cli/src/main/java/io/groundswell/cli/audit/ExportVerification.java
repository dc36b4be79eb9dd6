package io.groundswell.cli.audit;

import io.groundswell.cli.CommandFailed;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.ExportFiles;
import io.groundswell.domain.audit.Finding;
import io.groundswell.domain.audit.Finding.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the events of an export once and compares them with its manifest and with anchors (R32, R33). */
final class ExportVerification {

    private final SignedManifest manifest;
    private final Anchors anchors;
    private final Consumer<Finding> findings;
    private final ChainVerification chains;
    private final LaneOrder order;
    private final LineBytes bytes = new LineBytes();
    private long found;

    ExportVerification(SignedManifest manifest, Anchors anchors, Consumer<Finding> findings) {
        this.manifest = manifest;
        this.anchors = anchors;
        this.findings = finding -> {
            found++;
            findings.accept(finding);
        };
        this.chains = new ChainVerification(manifest.fleet(), manifest.heads().size(), this.findings);
        this.order = new LaneOrder(this.findings);
    }

    /** How many events there were. */
    long verify(Path file) {
        if (!Files.isRegularFile(file)) {
            findings.accept(new Finding(Kind.TRUNCATED, ExportFiles.EVENTS, "the file is missing"));
            return 0;
        }
        try (InputStream in = Files.newInputStream(file)) {
            EventLines lines = new EventLines(in);
            for (Optional<EventLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                take(line.get());
            }
            manifest.heads().forEach(chains::end);
            anchors.end(manifest, chains);
            compare(lines);
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), e);
        }
        return chains.events();
    }

    private void take(EventLines.Line line) {
        if (!line.isWhole()) {
            findings.accept(new Finding(Kind.TRUNCATED, line.place(), "the line is cut off, or too long to be an event"));
            return;
        }
        try {
            Map<String, Object> members = StrictLines.read(line.bytes());
            ChainedEvent event = ChainedEvent.of(members);
            if (chains.take(event, line.place())) {
                order.take(event, line.place());
                bytes.take(line, members, event);
            }
            anchors.take(event, line.place());
        } catch (IllegalArgumentException e) {
            findings.accept(new Finding(Kind.ALTERED, line.place(), "this is no audit event: " + e.getMessage()));
        }
    }

    private void compare(EventLines lines) {
        if (chains.events() != manifest.number("events")) {
            findings.accept(new Finding(Kind.UNSIGNED, ExportFiles.EVENTS, "signed were " + manifest.number("events")
                    + " events, found " + chains.events()));
        }
        String sha256 = lines.sha256();
        if (!sha256.equals(manifest.text("events_sha256")) || lines.size() != manifest.number("events_size")) {
            bytes.report(findings);
            findings.accept(new Finding(Kind.UNSIGNED, ExportFiles.EVENTS, "signed were "
                    + manifest.number("events_size") + " bytes with SHA-256 " + manifest.text("events_sha256") + ", found "
                    + lines.size() + " bytes with " + sha256));
        }
        if (found == 0 && !manifest.text("verdict").equals("intact")) {
            findings.accept(new Finding(Kind.UNSIGNED, ExportFiles.MANIFEST, "its verdict is " + manifest.text("verdict")
                    + ", although nothing is wrong with the events"));
        }
    }
}
