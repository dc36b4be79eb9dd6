package io.groundswell.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataTest {

    private static final Instant EXPIRES = Instant.parse("2026-12-31T23:59:59Z");
    private static final TargetFile FILE = TargetFile.of(7,
            "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73", Map.of("kind", "model"));

    private final Metadata<Targets> targets = Metadata.sign(
            Targets.of(3, EXPIRES, Map.of("a/1/f", FILE)), TestKeys.keys(1));

    private String text() {
        return new String(targets.bytes(), StandardCharsets.UTF_8);
    }

    private static MetadataRefused refused(String json) {
        return assertThrows(MetadataRefused.class,
                () -> Metadata.parse(Targets.class, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @DisplayName("[R30] metadata made here reads back as the same content with the same bytes")
    void roundTrips() {
        Metadata<Targets> read = Metadata.parse(Targets.class, targets.bytes());
        assertEquals(targets.signed(), read.signed());
        assertArrayEquals(targets.bytes(), read.bytes());
        assertTrue(text().contains("\"signed\":{\"_type\":\"targets\",\"expires\":\"2026-12-31T23:59:59Z\","
                + "\"spec_version\":\"1.0.31\",\"targets\":{\"a/1/f\":{\"custom\":{\"kind\":\"model\"},"
                + "\"hashes\":{\"sha256\":\"ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73\"},"
                + "\"length\":7}},\"version\":3}"), text());
    }

    @Test
    @DisplayName("[R5] holders in different places add their signatures one after the other")
    void collectsSignatures() {
        Role role = Role.of(TestKeys.publicKeys(TestKeys.keys(1, 2, 3)), 2);
        Map<String, Key> keys = Map.of(TestKeys.key(1).key().keyId(), TestKeys.key(1).key(),
                TestKeys.key(2).key().keyId(), TestKeys.key(2).key());
        assertThrows(MetadataRefused.class, () -> role.requireSigned("targets", targets, keys));
        Metadata<Targets> both = Metadata.parse(Targets.class, targets.bytes()).signedAlsoBy(TestKeys.key(2));
        role.requireSigned("targets", both, keys);
        assertEquals(2, both.signedAlsoBy(TestKeys.key(2)).signatures().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"version\":3 | \"version\":0",
        "\"version\":3 | \"version\":\"3\"",
        "\"version\":3 | \"version\":-1",
        "23:59:59Z | 23:59:59.000Z",
        "23:59:59Z | 23:59:59+00:00",
        "2026-12-31 | 2026-02-30",
        "2026-12-31 | 26-12-31",
        "\"_type\":\"targets\" | \"_type\":\"snapshot\"",
        "\"_type\":\"targets\" | \"_type\":\"Targets\"",
        "\"spec_version\":\"1.0.31\" | \"spec_version\":\"2.0.0\"",
        "\"spec_version\":\"1.0.31\" | \"spec_version\":\"1\"",
        "\"spec_version\":\"1.0.31\" | \"spec_version\":1",
        "\"length\":7 | \"length\":-7",
        "\"sha256\":\"ed | \"sha256\":\"ED",
        "\"sha256\" | \"sha255\"",
        "\"signatures\":[ | \"signatures\":[1,",
        "\"keyid\" | \"keyId\"",
    })
    @DisplayName("[R30] malformed metadata is refused with the place in it")
    void refusesMalformed(String from, String to) {
        assertTrue(text().contains(from), text());
        assertEquals(MetadataRefused.Reason.MALFORMED, refused(text().replace(from, to)).reason());
    }

    @Test
    @DisplayName("[R30] a refusal says where, what was expected and what was found")
    void namesThePlace() {
        assertEquals("signed.version: expected an integer of 1 or more, found 0",
                refused(text().replace("\"version\":3", "\"version\":0")).getMessage());
        assertEquals("signed.expires: expected YYYY-MM-DDTHH:MM:SSZ, found \"tomorrow\"",
                refused(text().replace("2026-12-31T23:59:59Z", "tomorrow")).getMessage());
    }

    @Test
    @DisplayName("[R30] null delegations, a delegated role twice, and one named like a top-level role are refused")
    void refusesOddDelegations() {
        String delegations = "{\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"expires\":\"2026-12-31T23:59:59Z\","
                + "\"spec_version\":\"1.0.31\",\"targets\":{},\"version\":1,\"delegations\":%s}}";
        String role = "{\"name\":\"%s\",\"keyids\":[],\"threshold\":1,\"terminating\":true,\"paths\":[\"*\"]}";
        refused(delegations.formatted("null"));
        for (List<String> names : List.of(List.of("a", "a"), List.of("root"), List.of("timestamp"), List.of(""))) {
            String roles = String.join(",", names.stream().map(role::formatted).toList());
            refused(delegations.formatted("{\"keys\":{},\"roles\":[" + roles + "]}"));
        }
    }

    @Test
    @DisplayName("[R30] more signatures than any role needs are refused before they are verified")
    void boundsSignatures() {
        String many = "{\"keyid\":\"%d\",\"sig\":\"\"},".repeat(257);
        refused(text().replace("\"signatures\":[", "\"signatures\":[" + many));
    }
}
