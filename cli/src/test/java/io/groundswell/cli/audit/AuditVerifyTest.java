package io.groundswell.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @BeforeEach
    void writeExport() throws IOException {
        export = new WrittenExport(root);
    }

    @Test
    @DisplayName("[R33] an export as it was written is intact, by its folder and by its file of events")
    void acceptsWhatWasWritten() {
        VerifyRun run = verify();
        assertEquals(0, run.exit(), run.toString());
        assertEquals("fleet f: 10 events, 2 lanes, written 2026-03-02T10:00:00Z for arn:aws:iam::123456789012:user/lena", run.first());
        assertTrue(run.lines().getLast().startsWith("intact: complete, unaltered, signed with key "));
        assertEquals(0, VerifyRun.of(List.of(export.folder.resolve("events.jsonl").toString(), "--key", export.key.toString())).exit());
    }

    @Test
    @DisplayName("[R5] the export of another fleet is a finding for who says which one it must be of")
    void findsOtherFleet() {
        assertEquals(0, VerifyRun.of(export, "--fleet", "f").exit());
        VerifyRun run = VerifyRun.of(export, "--fleet", "plant-7");
        assertEquals(1, run.exit());
        assertEquals("manifest.json: signature: it must be of fleet plant-7, found an export of fleet f", run.first());
        assertTrue(run.says("fleet f: 10 events, 2 lanes"));
        assertEquals("broken: 1 finding", run.lines().getLast());
    }

    @Test
    @DisplayName("[R33] the answer of the keys route is a key, too")
    void takesKeysAnswer() throws IOException {
        Path answer = root.resolve("keys.json");
        Files.writeString(answer, "{\"fleet\":\"f\",\"evidence_key\":\""
                + WrittenExport.pem(export.pair).replace("\n", "\\n") + "\"}");
        assertEquals(0, VerifyRun.of(List.of(export.folder.toString(), "--key", answer.toString())).exit());
    }

    @Test
    @DisplayName("[R32] an altered event is named with line, lane, sequence, subject and revision")
    void findsAltered() throws IOException {
        export.lines.set(4, export.lines.get(4).replace("\"n\":5", "\"n\":6"));
        export.tamper();
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 5: altered: lane f#0 sequence 5, subject DEVICE#f#d"), run.first());
        assertTrue(run.first().endsWith("/META revision 5: the hash is not that of the event"), run.first());
    }

    @Test
    @DisplayName("[R32] an event with another sequence or revision is named alone; those around it are in order")
    void blamesNoNeighbours() throws IOException {
        for (String altered : List.of("\"sequence\":999", "\"revision\":5000")) {
            export = new WrittenExport(root);
            export.lines.set(4, export.lines.get(4).replaceFirst(altered.replaceAll("\\d+", "5"), altered));
            export.tamper();
            VerifyRun run = verify();
            assertEquals(1, run.exit());
            assertTrue(run.first().startsWith("line 5: altered: lane f#0 sequence "), run.first());
            assertTrue(run.first().endsWith("but that of lane f#0 sequence 5 revision 5"), run.first());
            assertTrue(run.lines().get(1).startsWith("events.jsonl: signature: signed were"), run.toString());
            assertEquals("broken: 2 findings", run.lines().getLast());
        }
    }

    @Test
    @DisplayName("[R33] what is wrong with the signature is shown however much is wrong with the events")
    void alwaysShowsTheSignature() throws IOException {
        for (int line = 0; line < 1_100; line++) {
            export.lines.add("{}");
        }
        export.tamper();
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.says("events.jsonl: signature: signed were"), run.lines().getLast());
        assertTrue(run.says("… and 100 findings more"), run.lines().getLast());
        assertEquals("broken: 1101 findings", run.lines().getLast());
    }

    @Test
    @DisplayName("[R33] a member that no hash covers is found as well")
    void findsAddedMember() throws IOException {
        export.lines.set(4, export.lines.get(4).replace("\"type\"", "\"note\":1,\"type\""));
        export.tamper();
        assertTrue(verify().first().startsWith("line 5: altered: this is no audit event: an event has the members"));
    }

    @Test
    @DisplayName("[R32] a removed event is named by the gap in its lane and in its subject")
    void findsRemoved() throws IOException {
        export.lines.remove(2);
        export.tamper();
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertEquals("line 3: removed: lane f#0: sequence 3 is missing before this event", run.first());
        assertTrue(run.says("line 3, lane f#0 sequence 4: missing: revision 3 of subject DEVICE#f#d"), run.toString());
    }

    @Test
    @DisplayName("[R32] reordered events are named")
    void findsReordered() throws IOException {
        export.lines.add(2, export.lines.remove(3));
        export.tamper();
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 4: reordered: lane f#0 sequence 3, "), run.first());
    }

    @Test
    @DisplayName("[R32] an inserted event is named")
    void findsInserted() throws IOException {
        export.lines.add(3, export.lines.get(1));
        export.tamper();
        VerifyRun run = verify();
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 4: inserted: lane f#0 sequence 2, "), run.first());
    }

    @Test
    @DisplayName("[R32] a truncated tail is named, whole lines and half a line")
    void findsTruncated() throws IOException {
        export.lines.removeLast();
        export.lines.removeLast();
        export.tamper();
        VerifyRun run = verify();
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
    @DisplayName("usage errors say what is expected; nothing is verified against nothing")
    void refusesWrongUsage() throws IOException {
        Path anchors = Files.createDirectories(root.resolve("anchors"));
        List<List<String>> wrong = new ArrayList<>();
        wrong.add(List.of("verify", root.resolve("none").toString(), "--key", export.key.toString()));
        wrong.add(List.of("verify", export.folder.toString()));
        wrong.add(List.of("verify", export.folder.toString(), "--key", root.resolve("none").toString()));
        wrong.add(List.of("verify", export.folder.toString(), "--key", export.folder.resolve("manifest.sig").toString()));
        wrong.add(List.of("verify", export.folder.toString(), "--key", export.key.toString(), "--anchors", anchors.toString()));
        Path garbage = Files.writeString(root.resolve("garbage.json"), "{garbage");
        wrong.add(List.of("verify", export.folder.toString(), "--key", garbage.toString()));
        wrong.add(List.of("verify", export.folder.toString(), "--key", export.key.toString(), "--fleet", "no/name"));
        wrong.forEach(args -> assertThrows(UsageError.class, () -> AuditCommand.verify(args, System.out), args.toString()));
    }

    private VerifyRun verify() {
        return VerifyRun.of(export);
    }
}
