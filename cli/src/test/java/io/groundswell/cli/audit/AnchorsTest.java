package io.groundswell.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.UsageError;
import io.groundswell.domain.audit.ChainHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports compared with anchors. */
class AnchorsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path root;
    private WrittenExport export;
    private Path anchors;

    @BeforeEach
    void writeExport() throws IOException {
        export = new WrittenExport(root);
        anchors = Files.createDirectories(root.resolve("anchors"));
    }

    @Test
    @DisplayName("[R32] an anchor that is on the chain is compared and found in order")
    void acceptsAnchors() throws IOException {
        export.anchor(anchors.resolve("2026/03/01/1.json"), NOON, export.earlier, export.pair);
        VerifyRun run = verify();
        assertEquals(0, run.exit(), run.toString());
        assertTrue(run.says("1 anchors compared"));
    }

    @Test
    @DisplayName("[R32] history that was rewritten, and signed, is found by an anchor, with its line")
    void findsRewrittenHistory() throws IOException {
        ChainHead third = export.earlier.getFirst();
        export.anchor(anchors.resolve("1.json"), NOON,
                List.of(new ChainHead(third.lane(), 3, "a".repeat(64))), export.pair);
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 3: rewritten: lane f#0 sequence 3 has hash " + third.hash()
                + ", anchored at 2026-03-01T12:00:00Z"), run.first());
    }

    @Test
    @DisplayName("[R32] an export that is shorter than an older anchor is truncated; a younger anchor may be ahead")
    void findsShortenedHistory() throws IOException {
        List<ChainHead> longer = List.of(new ChainHead(export.heads.getFirst().lane(), 9, "a".repeat(64)));
        Path file = anchors.resolve("1.json");
        export.anchor(file, WrittenExport.WRITTEN.plusSeconds(1), longer, export.pair);
        VerifyRun younger = verify();
        assertEquals(0, younger.exit(), younger.toString());
        assertTrue(younger.says("1 heads of anchors that are younger than the export lie beyond it"));

        export.anchor(file, WrittenExport.WRITTEN.minusSeconds(1), longer, export.pair);
        VerifyRun older = verify();
        assertEquals(1, older.exit());
        assertTrue(older.first().startsWith("truncated: lane f#0 ends at sequence 6, but was at sequence 9 when it was "
                + "anchored at 2026-03-02T09:59:59Z"), older.first());
    }

    @Test
    @DisplayName("[R32] an anchor that another key signed is a finding and counts for nothing")
    void refusesForgedAnchors() throws IOException {
        export.anchor(anchors.resolve("1.json"), NOON, export.earlier, export.pair);
        export.anchor(anchors.resolve("2.json"), Instant.parse("2026-03-01T13:00:00Z"), export.earlier,
                WrittenExport.newPair());
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().contains("2.json: signature: this anchor is not signed with key "), run.first());
    }

    @Test
    @DisplayName("[R32] with another key every anchor is a finding, and the events are verified all the same")
    void verifiesWithAnotherKey() throws IOException {
        export.anchor(anchors.resolve("1.json"), NOON, export.earlier, export.pair);
        export.anchor(anchors.resolve("2.json"), NOON, export.earlier, export.pair);
        Files.writeString(export.key, WrittenExport.pem(WrittenExport.newPair()));
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.says("manifest.json: signature: the signature in manifest.sig is not one of key "), run.toString());
        assertTrue(run.says("1.json: signature: this anchor is not signed with key "), run.toString());
        assertTrue(run.says("10 events, 2 lanes"), run.toString());
        assertEquals("broken: 3 findings", run.lines().getLast());
    }

    @Test
    @DisplayName("[R32] a folder with anchors of other fleets alone is no comparison")
    void refusesAnchorsOfOtherFleets() throws IOException {
        WrittenExport.anchor("g", anchors.resolve("1.json"), NOON, export.earlier, export.pair);
        assertEquals("--anchors must have anchors of fleet f, found none in " + anchors,
                assertThrows(UsageError.class, this::verify).getMessage());
    }

    private VerifyRun verify() {
        return VerifyRun.of(export, "--anchors", anchors.toString());
    }
}
