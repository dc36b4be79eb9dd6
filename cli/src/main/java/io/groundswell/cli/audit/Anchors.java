package io.groundswell.cli.audit;

import io.groundswell.cli.UsageError;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Finding;
import io.groundswell.domain.audit.Finding.Kind;
import io.groundswell.domain.audit.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Heads that were written down where nobody can change them: every one must be on the export's chain.
 *
 * <p>An anchor that is younger than the export may be ahead of it; an older one that is says that the end of a lane
 * was taken away.
 */
final class Anchors {

    private final Consumer<Finding> findings;
    private final Map<Lane, Map<Long, List<Anchor.Head>>> heads = new HashMap<>();
    private final int read;
    private int ahead;

    private Anchors(List<Anchor> anchors, Consumer<Finding> findings) {
        this.findings = findings;
        this.read = anchors.size();
        anchors.forEach(anchor -> anchor.heads().forEach(head -> heads
                .computeIfAbsent(head.head().lane(), lane -> new HashMap<>())
                .computeIfAbsent(head.head().sequence(), sequence -> new ArrayList<>()).add(head)));
    }

    static Anchors none(Consumer<Finding> findings) {
        return new Anchors(List.of(), findings);
    }

    /**
     * The anchors of a fleet in a folder, at any depth.
     *
     * @throws UsageError when there are none, not even some that the key did not sign: a comparison with nothing would
     *     find nothing
     */
    static Anchors read(Path folder, String fleet, PublicKeyFile key, Consumer<Finding> findings) {
        List<Path> files = files(folder);
        List<Anchor> signed = files.stream().flatMap(file -> Anchor.read(file, key, findings).stream()).toList();
        List<Anchor> anchors = signed.stream().filter(anchor -> anchor.fleet().equals(fleet)).toList();
        if (anchors.isEmpty() && signed.size() == files.size()) {
            throw new UsageError("--anchors must have anchors of fleet " + fleet + ", found none in " + folder);
        }
        return new Anchors(anchors, findings);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UsageError("--anchors must be a folder, found none to read at " + folder);
        }
    }

    /** Compares an event with the anchors that name its place. */
    void take(ChainedEvent event, String place) {
        List<Anchor.Head> here = heads.getOrDefault(event.lane(), Map.of()).get(event.sequence());
        if (here != null) {
            here.stream().filter(anchored -> !anchored.head().hash().equals(event.hash())).forEach(anchored ->
                    findings.accept(new Finding(Kind.REWRITTEN, place, "lane " + event.lane() + " sequence "
                            + event.sequence() + " has hash " + event.hash() + ", anchored at " + anchored.at() + " ("
                            + anchored.file() + ") was " + anchored.head().hash())));
        }
    }

    /** Compares the ends of the lanes with the anchors that are beyond them. */
    void end(SignedManifest manifest, ChainVerification chains) {
        heads.forEach((lane, bySequence) -> bySequence.forEach((sequence, anchored) -> {
            ChainHead reached = chains.reached(lane);
            if (sequence > reached.sequence()) {
                anchored.forEach(head -> beyond(manifest, reached, head));
            }
        }));
    }

    private void beyond(SignedManifest manifest, ChainHead reached, Anchor.Head anchored) {
        if (anchored.at().isAfter(manifest.createdAt())) {
            ahead++;
            return;
        }
        findings.accept(new Finding(Kind.TRUNCATED, "", "lane " + reached.lane() + " ends at sequence "
                + reached.sequence() + ", but was at sequence " + anchored.head().sequence() + " when it was anchored at "
                + anchored.at() + " (" + anchored.file() + ")"));
    }

    /** What was compared, for people. */
    Optional<String> summary() {
        return read == 0 ? Optional.empty() : Optional.of(read + " anchors compared"
                + (ahead == 0 ? "" : "; " + ahead + " heads of anchors that are younger than the export lie beyond it"));
    }
}
