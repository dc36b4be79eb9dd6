package io.groundswell.handlers.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.SignedAnchor;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.aws.EvidenceKey;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestChains;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import io.groundswell.handlers.testing.Template;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnchoringTest {

    private final LocalTables tables = LocalTables.create();
    private final TestChains chains = new TestChains(tables, 4);
    private final FakeS3 s3 = new FakeS3();
    private final FakeKms kms = new FakeKms();
    private final EvidenceKey evidence = new EvidenceKey(kms, kms.addKey());
    private Instant now = Instant.parse("2026-03-02T09:46:20Z");

    @BeforeEach
    void openFleets() {
        TestDevices devices = new TestDevices(tables);
        devices.fleet("f");
        devices.fleet("g");
        devices.fleet("silent");
    }

    @Test
    @DisplayName("[R32] every fleet with events has the heads of its lanes anchored, signed with the evidence key, by day")
    void anchorsHeads() throws IOException {
        chains.append("f", Keys.device(new DeviceRef("f", "d")), "device.registered", 1, Map.of());
        ChainedEvent last = chains.append("f", Keys.device(new DeviceRef("f", "d")), "device.registered", 2, Map.of());
        chains.append("g", Keys.device(new DeviceRef("g", "d")), "device.registered", 1, Map.of());

        assertEquals(new Anchoring.Outcome(2, List.of()), anchoring().anchorAll());

        assertEquals(Set.of("f/2026/03/02/094620.000Z.json", "g/2026/03/02/094620.000Z.json"), s3.keys());
        SignedAnchor anchor = read("f/2026/03/02/094620.000Z.json");
        assertEquals("f", anchor.fleet());
        assertEquals(now, anchor.at());
        assertEquals(List.of(new ChainHead(last.lane(), 2, last.hash())), anchor.heads());
        assertTrue(evidence.key().verify(anchor.signedBytes(), anchor.signature()));
    }

    @Test
    @DisplayName("[R32] an anchor is never written over; the next run writes another")
    void anchorsAgain() throws IOException {
        chains.append("f", Keys.device(new DeviceRef("f", "d")), "device.registered", 1, Map.of());
        anchoring().anchorAll();
        byte[] first = s3.bytes("f/2026/03/02/094620.000Z.json");

        assertEquals(List.of("f"), anchoring().anchorAll().failed());
        now = now.plusSeconds(86_400);
        assertEquals(1, anchoring().anchorAll().anchored());

        assertEquals(first, s3.bytes("f/2026/03/02/094620.000Z.json"));
        assertEquals(1, read("f/2026/03/03/094620.000Z.json").heads().getFirst().sequence());
    }

    @Test
    @DisplayName("[R32] a fleet that cannot be anchored is told, and keeps no other from it")
    void anchorsTheOthers() {
        chains.append("f", Keys.device(new DeviceRef("f", "d")), "device.registered", 1, Map.of());
        chains.append("g", Keys.device(new DeviceRef("g", "d")), "device.registered", 1, Map.of());
        s3.beforePut(key -> {
            if (key.startsWith("f/")) {
                throw new IllegalStateException("no");
            }
            return key;
        });

        assertEquals(new Anchoring.Outcome(1, List.of("f")), anchoring().anchorAll());
        assertEquals(Set.of("g/2026/03/02/094620.000Z.json"), s3.keys());
    }

    @Test
    @DisplayName("[R32] the template locks anchors for years and lets the function do nothing but write them")
    void templateLocksAnchors() {
        assertEquals(Set.of("FLEET_TABLE", "AUDIT_TABLE", "ANCHOR_BUCKET", "EVIDENCE_KEY_ID", "STACK_NAME"),
                Template.load().variables("Anchor"));
        Map<String, Object> bucket = Template.load().properties("AnchorBucket");
        assertEquals(true, bucket.get("ObjectLockEnabled"));
        assertEquals(Map.of("ObjectLockEnabled", "Enabled", "Rule", Map.of("DefaultRetention",
                Map.of("Mode", "COMPLIANCE", "Days", "AnchorRetentionDays"))), bucket.get("ObjectLockConfiguration"));
        String policies = Template.load().properties("Anchor").get("Policies").toString();
        assertEquals(List.of("s3:PutObject"),
                policies.lines().flatMap(line -> Pattern.compile("s3:[A-Za-z*]+").matcher(line).results())
                        .map(MatchResult::group).toList());
    }

    private Anchoring anchoring() {
        return new Anchoring(new FleetStore(tables.fleet()), new AuditLog(tables.fleet(), tables.auditTable()),
                new KeptObjects(s3, "anchors"), evidence, () -> now);
    }

    private SignedAnchor read(String key) throws IOException {
        return SignedAnchor.of(new ObjectMapper().readValue(s3.bytes(key), new TypeReference<Map<String, Object>>() {
        }));
    }
}
