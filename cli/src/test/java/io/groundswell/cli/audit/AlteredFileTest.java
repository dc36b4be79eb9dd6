package io.groundswell.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of events altered where no hash of an event shows it: order of the lanes, bytes between members, garbage. */
class AlteredFileTest {

    private static final String DIFFERS = ": altered: the event is written in other bytes than those of an export: spaces, "
            + "line ends, escapes or the order of members";

    @TempDir
    private Path root;
    private WrittenExport export;

    @BeforeEach
    void writeExport() throws IOException {
        export = new WrittenExport(root);
    }

    @Test
    @DisplayName("[R33] the last event of a lane and the first of the next that changed places are named")
    void findsSwapAcrossLanes() throws IOException {
        export.lines.add(5, export.lines.remove(6));
        List<String> findings = findings();
        assertEquals(2, findings.size(), findings.toString());
        assertTrue(findings.getFirst().startsWith("line 7: reordered: lane f#0 sequence 6, "), findings.toString());
        assertTrue(findings.getFirst().endsWith(": it stands after an event of lane f#1, at line 6"), findings.toString());
    }

    @Test
    @DisplayName("[R33] lanes that changed places are named where they meet")
    void findsExchangedLanes() throws IOException {
        List<String> first = new ArrayList<>(export.lines.subList(0, 6));
        export.lines.subList(0, 6).clear();
        export.lines.addAll(first);
        List<String> findings = findings();
        assertEquals(2, findings.size(), findings.toString());
        assertTrue(findings.getFirst().startsWith("line 5: reordered: lane f#0 sequence 1, "), findings.toString());
        assertTrue(findings.getFirst().endsWith(": it stands after an event of lane f#1, at line 4"), findings.toString());
    }

    @Test
    @DisplayName("[R33] a space, a line end, an escape or another order of members is named with its line")
    void findsOtherBytes() throws IOException {
        for (UnaryOperator<String> rewriting : List.<UnaryOperator<String>>of(
                line -> line.replace("\"type\"", " \"type\""),
                line -> line + "\r",
                line -> line.replace("device.registered", "\\u0064evice.registered"),
                line -> line.replace("\"device:d", "\"device\\u003ad"),
                line -> "\ufeff" + line,
                line -> line.replaceFirst("(\"fleet\":\"f\"),(\"subject\":\"[^\"]*\")", "$2,$1"))) {
            export = new WrittenExport(root);
            export.lines.set(4, rewriting.apply(export.lines.get(4)));
            List<String> findings = findings();
            assertEquals("line 5" + DIFFERS, findings.getFirst());
            assertTrue(findings.get(1).startsWith("events.jsonl: signature: signed were"), findings.toString());
            assertEquals(2, findings.size(), findings.toString());
        }
    }

    @Test
    @DisplayName("[R33] bytes that were signed are right, however the events are written")
    void acceptsSignedBytes() throws IOException {
        export.lines.replaceAll(line -> line.replace("\"type\"", " \"type\""));
        export.write();
        assertEquals(0, VerifyRun.of(export).exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000fffe7b7d", "fffe0000", "0000feff0000d800", "fffe7b", "efbbbf", "", "00", "ff", "c0af", "7b",
            "2222", "6e756c6c", "5b5d", "31", "7b7d7b7d", "7b2266223a31652b393939393939393939397d"})
    @DisplayName("[R33] a line that is no event in any encoding is named, and the rest is verified")
    void findsGarbage(String hex) throws IOException {
        insert(HexFormat.of().parseHex(hex));
        VerifyRun run = VerifyRun.of(export);
        assertEquals(1, run.exit());
        assertTrue(run.first().startsWith("line 3: altered: this is no audit event: "), run.first());
        assertTrue(run.says("fleet f: 10 events, 2 lanes"), run.toString());
        assertEquals("broken: 2 findings", run.lines().getLast());
    }

    @Test
    @DisplayName("[R33] whatever bytes are overwritten, the export is broken and the command says so")
    void survivesAnyBytes() throws IOException {
        byte[] honest = Files.readAllBytes(export.folder.resolve("events.jsonl"));
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            byte[] bytes = honest.clone();
            int at = random.nextInt(bytes.length - 8);
            for (int i = 0; i < 8; i++) {
                bytes[at + i] = (byte) (random.nextBoolean() ? random.nextInt() : 0);
            }
            Files.write(export.folder.resolve("events.jsonl"), bytes);
            VerifyRun verified = VerifyRun.of(export);
            assertEquals(1, verified.exit(), "at " + at);
            assertTrue(verified.says("line "), "at " + at + ": " + verified);
        }
    }

    @Test
    @DisplayName("[R33] a manifest or an anchor that is no text is a finding")
    void findsGarbageBesides() throws IOException {
        byte[] garbage = HexFormat.of().parseHex("0000fffe7b7d");
        Files.write(Files.createDirectories(root.resolve("anchors")).resolve("1.json"), garbage);
        assertTrue(VerifyRun.of(export, "--anchors", root.resolve("anchors").toString()).first()
                .contains("1.json: signature: this is no anchor: expected a JSON object"));
        Files.write(export.folder.resolve("manifest.json"), garbage);
        assertTrue(VerifyRun.of(export).says("manifest.json: signature: it is no manifest of an export: "));
    }

    private List<String> findings() throws IOException {
        export.tamper();
        VerifyRun run = VerifyRun.of(export);
        assertEquals(1, run.exit());
        return run.lines().stream().filter(line -> line.startsWith("line ") || line.startsWith("events.jsonl")).toList();
    }

    private void insert(byte[] line) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < export.lines.size(); i++) {
            if (i == 2) {
                bytes.write(line);
                bytes.write('\n');
            }
            bytes.write((export.lines.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Files.write(export.folder.resolve("events.jsonl"), bytes.toByteArray());
    }
}
