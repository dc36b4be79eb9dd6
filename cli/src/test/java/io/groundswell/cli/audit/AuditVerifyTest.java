package io.groundswell.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.UsageError;
import io.groundswell.domain.audit.ChainHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifyTest {

    @TempDir
    private Path root;
    private WrittenExport export;

    /** What the command printed and returned. */
    private record Run(int exit, List<String> lines) {

        String first() {
            return lines.getFirst();
        }

        boolean says(String text) {
            return lines.stream().anyMatch(line -> line.contains(text));
        }
    }

    @BeforeEach
    void writeExport() throws IOException {
        export = new WrittenExport(root);
    }

    @Test
    @DisplayName("[R33] an export as it was written is intact, by its folder and by its file of events")
    void acceptsWhatWasWritten() {
        Run run = verify();
        assertEquals(0, run.exit(), run.toString());
        assertEquals("10 events, 2 lanes, written 2026-03-02T10:00:00Z for arn:aws:iam::123456789012:user/lena", run.first());
        assertTrue(run.lines().getLast().startsWith("intact: complete, unaltered, signed with key "));
        assertEquals(0, verify(export.folder.resolve("events.jsonl").toString(), "--key", export.key.toString()).exit());
    }

    @Test
    @DisplayName("[R33] the answer of the keys route is a key, too")
    void takesKeysAnswer() throws IOException {
        Path answer = root.resolve("keys.json");
        Files.writeString(answer, "{\"fleet\":\"f\",\"evidence_key\":\""
                + WrittenExport.pem(export.pair).replace("\n", "\\n") + "\"}");
        assertEquals(0, verify(export.folder.toString(), "--key", answer.toString()).exit());
    }

    @Test
    @DisplayName("[R32] an altered event is named with line, lane, sequence, subject and revision")
    void findsAltered() throws IOException {
        export.lines.set(4, export.lines.get(4).replace("\"n\":5", "\"n\":6"));
        export.tamper();
        Run run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 5: altered: lane f#0 sequence 5, subject DEVICE#f#d"), run.first());
        assertTrue(run.first().endsWith("/META revision 5: the hash is not that of the event"), run.first());
    }

    @Test
    @DisplayName("[R33] a member that no hash covers is found as well")
    void findsAddedMember() throws IOException {
        export.lines.set(4, export.lines.get(4).replace("\"type\"", "\"note\":1,\"type\""));
        export.tamper();
        assertTrue(verify().first().startsWith("line 5: altered: this is no audit event: an event has the members"));
    }

    @Test
    @DisplayName("[R33] a byte between members that changes nothing is found by the signed digest")
    void findsAddedSpace() throws IOException {
        export.lines.set(4, export.lines.get(4).replace("\"type\"", " \"type\""));
        export.tamper();
        Run run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("events.jsonl: signature: signed were"), run.first());
    }

    @Test
    @DisplayName("[R32] a removed event is named by the gap in its lane and in its subject")
    void findsRemoved() throws IOException {
        export.lines.remove(2);
        export.tamper();
        Run run = verify();
        assertEquals(1, run.exit());
        assertEquals("line 3: removed: lane f#0: sequence 3 is missing before this event", run.first());
        assertTrue(run.says("line 3, lane f#0 sequence 4: missing: revision 3 of subject DEVICE#f#d"), run.toString());
    }

    @Test
    @DisplayName("[R32] reordered events are named")
    void findsReordered() throws IOException {
        export.lines.add(2, export.lines.remove(3));
        export.tamper();
        Run run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 4: reordered: lane f#0 sequence 3, "), run.first());
    }

    @Test
    @DisplayName("[R32] an inserted event is named")
    void findsInserted() throws IOException {
        export.lines.add(3, export.lines.get(1));
        export.tamper();
        Run run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 4: inserted: lane f#0 sequence 2, "), run.first());
    }

    @Test
    @DisplayName("[R32] a truncated tail is named, whole lines and half a line")
    void findsTruncated() throws IOException {
        export.lines.removeLast();
        export.lines.removeLast();
        export.tamper();
        Run run = verify();
        assertEquals(1, run.exit());
        assertEquals("truncated: lane f#1 ends at sequence 2 (line 8), its head is at sequence 4: "
                + "2 events are missing at its end", run.first());

        Path events = export.folder.resolve("events.jsonl");
        byte[] bytes = Files.readAllBytes(events);
        Files.write(events, Arrays.copyOf(bytes, bytes.length - 40));
        assertEquals("line 8: truncated: the line is cut off, or too long to be an event", verify().first());
    }

    @Test
    @DisplayName("[R33] an empty file is truncated, not intact")
    void findsNothingLeft() throws IOException {
        export.lines.clear();
        export.tamper();
        assertTrue(verify().says("truncated: lane f#0 ends at sequence 0 (its start), its head is at sequence 6"));
    }

    @Test
    @DisplayName("[R33] a manifest that was changed, another's signature and another's key are found")
    void findsSwappedSignature() throws IOException {
        Path manifest = export.folder.resolve("manifest.json");
        Path signature = export.folder.resolve("manifest.sig");
        byte[] genuine = Files.readAllBytes(signature);
        Files.write(signature, WrittenExport.sign(WrittenExport.newPair(), Files.readAllBytes(manifest)));
        assertTrue(verify().first().startsWith("manifest.json: signature: the signature in manifest.sig is not one of key "));

        Files.write(signature, genuine);
        Files.writeString(manifest, Files.readString(manifest).replace("lena", "mona"));
        assertEquals(1, verify().exit());

        Files.delete(signature);
        assertEquals("manifest.sig: signature: the file is missing", verify().first());
        Files.delete(manifest);
        assertEquals("manifest.json: signature: the file is missing: without it nothing is signed", verify().first());
    }

    @Test
    @DisplayName("[R32] an anchor that is on the chain is compared and found in order")
    void acceptsAnchors() throws IOException {
        export.anchor(anchors().resolve("2026/03/01/1.json"), Instant.parse("2026-03-01T12:00:00Z"), export.earlier, export.pair);
        Run run = verify(export.folder.toString(), "--key", export.key.toString(), "--anchors", anchors().toString());
        assertEquals(0, run.exit(), run.toString());
        assertTrue(run.says("1 anchors compared"));
    }

    @Test
    @DisplayName("[R32] history that was rewritten, and signed, is found by an anchor, with its line")
    void findsRewrittenHistory() throws IOException {
        ChainHead third = export.earlier.getFirst();
        export.anchor(anchors().resolve("1.json"), Instant.parse("2026-03-01T12:00:00Z"),
                List.of(new ChainHead(third.lane(), 3, "a".repeat(64))), export.pair);
        Run run = verify(export.folder.toString(), "--key", export.key.toString(), "--anchors", anchors().toString());
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 3: rewritten: lane f#0 sequence 3 has hash " + third.hash()
                + ", anchored at 2026-03-01T12:00:00Z"), run.first());
    }

    @Test
    @DisplayName("[R32] an export that is shorter than an older anchor is truncated; a younger anchor may be ahead")
    void findsShortenedHistory() throws IOException {
        List<ChainHead> longer = List.of(new ChainHead(export.heads.getFirst().lane(), 9, "a".repeat(64)));
        Path file = anchors().resolve("1.json");
        export.anchor(file, WrittenExport.WRITTEN.plusSeconds(1), longer, export.pair);
        Run younger = verify(export.folder.toString(), "--key", export.key.toString(), "--anchors", anchors().toString());
        assertEquals(0, younger.exit(), younger.toString());
        assertTrue(younger.says("1 heads of anchors that are younger than the export lie beyond it"));

        export.anchor(file, WrittenExport.WRITTEN.minusSeconds(1), longer, export.pair);
        Run older = verify(export.folder.toString(), "--key", export.key.toString(), "--anchors", anchors().toString());
        assertEquals(1, older.exit());
        assertTrue(older.first().startsWith("truncated: lane f#0 ends at sequence 6, but was at sequence 9 when it was "
                + "anchored at 2026-03-02T09:59:59Z"), older.first());
    }

    @Test
    @DisplayName("[R32] an anchor that another key signed is a finding and counts for nothing")
    void refusesForgedAnchors() throws IOException {
        export.anchor(anchors().resolve("1.json"), Instant.parse("2026-03-01T12:00:00Z"), export.earlier, export.pair);
        export.anchor(anchors().resolve("2.json"), Instant.parse("2026-03-01T13:00:00Z"), export.earlier,
                WrittenExport.newPair());
        Run run = verify(export.folder.toString(), "--key", export.key.toString(), "--anchors", anchors().toString());
        assertEquals(1, run.exit());
        assertTrue(run.first().contains("2.json: signature: this anchor is not signed with key "), run.first());
    }

    @Test
    @DisplayName("usage errors say what is expected; nothing is verified against nothing")
    void refusesWrongUsage() throws IOException {
        Files.createDirectories(anchors());
        List<List<String>> wrong = new ArrayList<>();
        wrong.add(List.of("verify", root.resolve("none").toString(), "--key", export.key.toString()));
        wrong.add(List.of("verify", export.folder.toString()));
        wrong.add(List.of("verify", export.folder.toString(), "--key", root.resolve("none").toString()));
        wrong.add(List.of("verify", export.folder.toString(), "--key", export.folder.resolve("manifest.sig").toString()));
        wrong.add(List.of("verify", export.folder.toString(), "--key", export.key.toString(), "--anchors", anchors().toString()));
        wrong.forEach(args -> assertThrows(UsageError.class, () -> AuditCommand.verify(args, System.out), args.toString()));
    }

    private Path anchors() {
        return root.resolve("anchors");
    }

    private Run verify() {
        return verify(export.folder.toString(), "--key", export.key.toString());
    }

    private static Run verify(String... args) {
        List<String> words = new ArrayList<>(List.of("verify"));
        words.addAll(List.of(args));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = AuditCommand.verify(words, new PrintStream(out, true, StandardCharsets.UTF_8));
        return new Run(exit, out.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
