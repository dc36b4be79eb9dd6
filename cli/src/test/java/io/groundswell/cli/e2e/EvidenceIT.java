package io.groundswell.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.audit.AuditCommand;
import io.groundswell.cli.audit.ExportDownload;
import io.groundswell.cli.audit.ReconcileCommand;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.json.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of whole rollouts: what it must not hold, how it is verified, and how it is made whole again. */
class EvidenceIT {

    private static final String BYTES = "marker7bytes";
    private static final String DETAIL = "marker7 detail: segmentation fault";
    private static final String MANIFEST = "marker7manifest";
    private static final String ANY = "marker7";

    @TempDir
    private Path folder;

    @Test
    @DisplayName("[R4] [R32] [R33] no payload byte or free text reaches a table, the log, an execution or the export, which verifies")
    void keepsMetadataOnly() throws Exception {
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(new Tee(console, logged), true, StandardCharsets.UTF_8));
        try (Stack stack = Stack.start(); Plant plant = new Plant(stack, "f", folder.resolve("keys"), 3)) {
            publishMarked(plant);
            String rollout = plant.rollOut("9.9.9", Plant.strategy(0.9, 100, "auto"));
            plant.await(rollout, "in_progress");
            reportMarked(plant, rollout);
            plant.await(rollout, "failed");
            stack.cloud().invokeSchedule("Anchor");
            new ExportDownload(plant.as("auditor"), console).download("f", folder.resolve("export"));

            Traces traces = new Traces(stack);
            String target = traces.keys("ArtifactBucket").stream().filter(key -> key.contains("/targets/app/9.9.9/"))
                    .findFirst().orElseThrow();
            assertTrue(new String(traces.object("ArtifactBucket", target), StandardCharsets.UTF_8).contains(BYTES));
            assertClean("fleet table", traces.table("FleetTable"), MANIFEST, Plant.id(rollout));
            assertClean("audit table", traces.table("AuditTable"), "", Plant.id(rollout));
            assertClean("executions", traces.executions(), "", Plant.id(rollout));
            assertClean("log", logged.toString(StandardCharsets.UTF_8).lines().toList(), "", "/device/reports");
            assertClean("export", Files.readAllLines(folder.resolve("export/events.jsonl")), "", Plant.id(rollout));

            verifies(stack, traces);
        } finally {
            System.setOut(console);
        }
    }

    /** The manifest is metadata: it is signed and stands with the artifact, and nowhere else. */
    private static void publishMarked(Plant plant) {
        byte[] bytes = (BYTES + " and what else is in the file").getBytes(StandardCharsets.UTF_8);
        Map<String, Object> artifact = new HashMap<>(Map.of("name", "app", "version", "9.9.9", "kind", "config", "filename",
                "app.conf", "size", bytes.length, "sha256", Sha256.hex(bytes)));
        artifact.put("manifest", Map.of("destination", "/etc/" + MANIFEST + ".conf"));
        JsonNode declared = plant.as("operator").post(plant.path("/artifacts"), artifact);
        plant.as("operator").upload(declared.path("upload"), bytes);
        plant.as("operator").post(plant.path("/artifacts/app/9.9.9/publish"), Map.of());
    }

    private static void reportMarked(Plant plant, String rollout) throws Exception {
        String id = Plant.id(rollout);
        RawDevice device = plant.raw("d0");
        assertEquals(200, device.post("/device/reports", report(id, "downloading", DETAIL)));
        assertEquals(400, device.post("/device/reports", "{\"rollout\":\"" + id + "\",\"state\":\"verifying\",\"output\":\""
                + DETAIL + "\"}"));
        assertEquals(400, device.post("/device/reports", report(id, DETAIL, "x")));
        assertEquals(400, device.post("/device/reports", "{\"" + DETAIL));
        assertEquals(200, device.post("/device/reports", report(id, "rolled_back", DETAIL)));
        plant.report(rollout, "d1", WorkState.FAILED);
        plant.report(rollout, "d2", WorkState.HEALTHY);
    }

    private static String report(String rollout, String state, String detail) {
        return "{\"rollout\":\"" + rollout + "\",\"state\":\"" + state + "\",\"detail\":\"" + detail + "\"}";
    }

    /** @param allowed a marker that may stand there; {@code present} must, or nothing was looked at */
    private static void assertClean(String where, List<String> lines, String allowed, String present) {
        assertTrue(lines.stream().anyMatch(line -> line.contains(present)), where + " has nothing of the rollout");
        lines.forEach(line -> {
            String rest = allowed.isEmpty() ? line : line.replace(allowed, "");
            assertFalse(rest.contains(ANY), () -> where + " holds what it must not: " + line);
        });
    }

    private void verifies(Stack stack, Traces traces) throws Exception {
        Path export = folder.resolve("export");
        Path anchors = Files.createDirectories(folder.resolve("anchors"));
        List<String> keys = traces.keys("AnchorBucket");
        assertEquals(1, keys.size());
        Files.write(anchors.resolve("anchor.json"), traces.object("AnchorBucket", keys.getFirst()));
        List<String> verify = List.of("verify", export.toString(), "--key",
                export.resolve(ExportDownload.KEY).toString(), "--anchors", anchors.toString());
        assertEquals(0, AuditCommand.run(verify));

        Path events = export.resolve("events.jsonl");
        Files.writeString(events, Files.readString(events).replaceFirst("device:d1", "device:d2"));
        assertEquals(1, AuditCommand.run(verify));
    }

    @Test
    @DisplayName("[R32] a fleet whose stream was lost is made whole by the reconciler, and its rollout finishes")
    void reconcilesAfterAnOutage() throws Exception {
        try (Stack stack = Stack.startWithDeafRecorder(folder.resolve("stack"));
                Plant plant = new Plant(stack, "f", folder.resolve("keys"), 4)) {
            String rollout = plant.rollOut("1.0.0", Plant.strategy(0.5, 50, "auto", 100, "auto"));
            stack.cloud().invokeSchedule("Sweep");
            plant.await(rollout, "in_progress");
            plant.reportWave(rollout, 0, WorkState.APPLYING);
            plant.reportWave(rollout, 0, WorkState.HEALTHY);
            assertEquals(List.of(), new Traces(stack).table("AuditTable"));

            assertEquals(0, reconcile(plant));
            plant.await(rollout, "in_progress", json -> json.path("open_wave").asInt() == 1);
            String failing = plant.wave(rollout, 1).getFirst();
            plant.report(rollout, failing, WorkState.ROLLED_BACK);
            plant.report(rollout, plant.wave(rollout, 1).getLast(), WorkState.HEALTHY);
            assertEquals(0, reconcile(plant));
            JsonNode end = plant.await(rollout, "failed");
            assertEquals(0, reconcile(plant));

            assertEquals(List.of("2", "1"), end.path("waves").findValuesAsText("healthy"));
            assertEquals(List.of("0", "1"), end.path("waves").findValuesAsText("rolled_back"));
            new ExportDownload(plant.as("auditor"), System.out).download("f", folder.resolve("export"));
            assertEquals(0, AuditCommand.run(List.of("verify", folder.resolve("export").toString(), "--key",
                    folder.resolve("export").resolve(ExportDownload.KEY).toString())));
        }
    }

    private static int reconcile(Plant plant) {
        return ReconcileCommand.run(plant.as("operator"), "f", new HashMap<>(Map.of("older_than_s", 0, "lost_after_s", 0)), System.out);
    }

    /** Writes to two streams. */
    private static final class Tee extends OutputStream {

        private final OutputStream one;
        private final OutputStream other;

        Tee(OutputStream one, OutputStream other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void write(int b) throws IOException {
            one.write(b);
            other.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            one.write(bytes, from, length);
            other.write(bytes, from, length);
        }
    }
}
