package io.groundswell.handlers.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.repository.Ceremony;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Metadata that somebody who holds the offline keys, or does not, signed to harm the fleet. */
class HostileMetadataTest {

    private static final Ed25519Signer FOREIGN = Ed25519Signer.fromSeed(HexFormat.of().parseHex("07".repeat(32)));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What is done to a root before it is signed again by the right key. */
    private static final Map<String, Consumer<Map<String, Object>>> SPOILT_ROOTS = new LinkedHashMap<>();
    /** What is done to targets before they are signed again by the right key. */
    private static final Map<String, Consumer<Map<String, Object>>> SPOILT_TARGETS = new LinkedHashMap<>();

    static {
        Map<String, Consumer<Map<String, Object>>> both = new LinkedHashMap<>();
        both.put("no version", signed -> signed.remove("version"));
        both.put("version 0", signed -> signed.put("version", 0));
        both.put("a negative version", signed -> signed.put("version", -1));
        both.put("a version as text", signed -> signed.put("version", "2"));
        both.put("a version that is skipped to", signed -> signed.put("version", 7));
        both.put("the greatest version", signed -> signed.put("version", (1L << 53) - 1));
        both.put("a version beyond integers", signed -> signed.put("version", 1L << 53));
        both.put("another type", signed -> signed.put("_type", "snapshot"));
        both.put("no type", signed -> signed.remove("_type"));
        both.put("another specification", signed -> signed.put("spec_version", "2.0.0"));
        both.put("no specification", signed -> signed.put("spec_version", ""));
        both.put("expired", signed -> signed.put("expires", "2020-01-01T00:00:00Z"));
        both.put("expires with an offset", signed -> signed.put("expires", "2030-01-01T00:00:00+00:00"));
        both.put("expires in no month", signed -> signed.put("expires", "2030-13-01T00:00:00Z"));
        both.put("expires beyond years", signed -> signed.put("expires", "99999-01-01T00:00:00Z"));
        both.put("expires as a number", signed -> signed.put("expires", 4_000_000_000L));
        both.put("deep nesting", signed -> signed.put("x", nested(40)));
        both.put("a null", signed -> signed.put("version", null));
        both.put("a long text", signed -> signed.put("x", "y".repeat(1_500_000)));
        SPOILT_ROOTS.putAll(both);
        SPOILT_ROOTS.put("threshold 0", signed -> role(signed, "root").put("threshold", 0));
        SPOILT_ROOTS.put("threshold 2 of 1", signed -> role(signed, "root").put("threshold", 2));
        SPOILT_ROOTS.put("a huge threshold", signed -> role(signed, "targets").put("threshold", Integer.MAX_VALUE));
        SPOILT_ROOTS.put("targets that need two", signed -> role(signed, "targets").put("threshold", 2));
        SPOILT_ROOTS.put("a foreign timestamp key", signed -> handOver(signed, "timestamp"));
        SPOILT_ROOTS.put("a foreign snapshot key", signed -> handOver(signed, "snapshot"));
        SPOILT_ROOTS.put("foreign targets", signed -> handOver(signed, "targets"));
        SPOILT_ROOTS.put("no timestamp role", signed -> map(signed, "roles").remove("timestamp"));
        SPOILT_ROOTS.put("a role of our own", signed -> map(signed, "roles").put("mirrors", Map.of("keyids", List.of(), "threshold", 1)));
        SPOILT_ROOTS.put("no keys", signed -> signed.put("keys", Map.of()));
        SPOILT_ROOTS.put("a key of a broken kind", signed -> map(signed, "keys").replaceAll((id, key) -> Map.of("keytype", "rsa")));
        SPOILT_ROOTS.put("no consistent snapshots", signed -> signed.put("consistent_snapshot", false));
        SPOILT_TARGETS.putAll(both);
        SPOILT_TARGETS.put("a delegation to null", signed -> signed.put("delegations", null));
        SPOILT_TARGETS.put("no delegation", signed -> signed.remove("delegations"));
        SPOILT_TARGETS.put("a delegation of everything", signed -> publisher(signed).put("paths", List.of("*")));
        SPOILT_TARGETS.put("a delegation that goes on", signed -> publisher(signed).put("terminating", false));
        SPOILT_TARGETS.put("a publisher without threshold", signed -> publisher(signed).put("threshold", 0));
        SPOILT_TARGETS.put("a publisher called root", signed -> publisher(signed).put("name", "root"));
        SPOILT_TARGETS.put("a publisher called ../evil", signed -> publisher(signed).put("name", "../evil"));
        SPOILT_TARGETS.put("a second publisher", signed -> roles(signed).add(new HashMap<>(publisher(signed))));
        SPOILT_TARGETS.put("a foreign publisher key", signed -> {
            map(map(signed, "delegations"), "keys").put(FOREIGN.key().keyId(), FOREIGN.key().toJson());
            publisher(signed).put("keyids", List.of(FOREIGN.key().keyId()));
        });
    }

    private final PublisherFixture publisher = new PublisherFixture();
    private final Map<String, Object> root;
    private final Map<String, Object> targets;

    HostileMetadataTest() {
        assertEquals(201, publisher.api.call("POST /fleets", publisher.founding("f")).status());
        Ceremony.Offline next = Ceremony.YEARLY.rotate(publisher.s3.bytes("tuf/f/metadata/1.root.json"),
                publisher.s3.bytes("tuf/f/metadata/1.targets.json"), PublisherFixture.offlineRoles(), publisher.onlineKeys("f"),
                List.of(PublisherFixture.OFFLINE), publisher.now);
        root = signedPart(next.root());
        targets = signedPart(next.targets());
        publisher.onlineKeys("g");
    }

    @Test
    @DisplayName("[R5] [R35] a next root that would harm the fleet's clients is refused, though the right key signed it")
    void spoiltRoots() {
        SPOILT_ROOTS.forEach((what, spoil) -> refuses("PUT /fleets/{fleet=f}/tuf/root", what,
                sign(spoilt(root, spoil), PublisherFixture.OFFLINE)));
    }

    @Test
    @DisplayName("[R5] [R35] next targets that would harm the fleet's clients are refused, though the right key signed them")
    void spoiltTargets() {
        SPOILT_TARGETS.forEach((what, spoil) -> refuses("PUT /fleets/{fleet=f}/tuf/targets", what,
                sign(spoilt(targets, spoil), PublisherFixture.OFFLINE)));
    }

    @Test
    @DisplayName("[R5] [R35] no fleet is founded on a root or targets that would harm its clients, and nothing of it is kept")
    void spoiltFoundings() {
        Ceremony.Offline first = Ceremony.YEARLY.found(PublisherFixture.offlineRoles(), publisher.onlineKeys("g"),
                List.of(PublisherFixture.OFFLINE), publisher.now);
        Map<String, Object> goodRoot = signedPart(first.root());
        Map<String, Object> goodTargets = signedPart(first.targets());
        SPOILT_ROOTS.forEach((what, spoil) -> refuses("POST /fleets", "root with " + what,
                founding(sign(spoilt(goodRoot, spoil), PublisherFixture.OFFLINE), sign(goodTargets, PublisherFixture.OFFLINE))));
        SPOILT_TARGETS.forEach((what, spoil) -> refuses("POST /fleets", "targets with " + what,
                founding(sign(goodRoot, PublisherFixture.OFFLINE), sign(spoilt(goodTargets, spoil), PublisherFixture.OFFLINE))));
        refuses("POST /fleets", "another fleet's keys", founding(publisher.founding("f")));
        assertEquals(201, publisher.api.call("POST /fleets", text(
                founding(sign(goodRoot, PublisherFixture.OFFLINE), sign(goodTargets, PublisherFixture.OFFLINE)))).status());
    }

    @Test
    @DisplayName("[R5] [R35] signatures that are missing, foreign, doubled, broken or of other content count for nothing")
    void badSignatures() {
        for (String route : List.of("PUT /fleets/{fleet=f}/tuf/root", "PUT /fleets/{fleet=f}/tuf/targets")) {
            Map<String, Object> signed = route.endsWith("root") ? root : targets;
            Map<String, Object> own = signature(signed, PublisherFixture.OFFLINE);
            Map<String, Object> foreign = signature(signed, FOREIGN);
            refuses(route, "none", envelope(signed, List.of()));
            refuses(route, "foreign", envelope(signed, List.of(foreign)));
            refuses(route, "foreign under the right id", envelope(signed, List.of(Map.of("keyid", own.get("keyid"), "sig", foreign.get("sig")))));
            refuses(route, "of other content", envelope(spoilt(signed, s -> s.put("x", 1)), List.of(own)));
            refuses(route, "doubled", envelope(signed, List.of(own, own)));
            refuses(route, "zero", envelope(signed, List.of(Map.of("keyid", own.get("keyid"), "sig", "0".repeat(128)))));
            refuses(route, "no hex", envelope(signed, List.of(Map.of("keyid", own.get("keyid"), "sig", "xyz"))));
            refuses(route, "a number", envelope(signed, List.of(1)));
            refuses(route, "an object", Map.of("signed", signed, "signatures", own));
            refuses(route, "many", envelope(signed, Collections.nCopies(20_000, foreign)));
        }
    }

    @Test
    @DisplayName("[R5] an older or other version of what is current is no update, and the same again changes nothing")
    void rollback() {
        Map<String, Object> old = signedPart(publisher.s3.bytes("tuf/f/metadata/1.targets.json"));
        refuses("PUT /fleets/{fleet=f}/tuf/targets", "other content of version 1",
                sign(spoilt(old, signed -> signed.put("expires", "2027-02-01T00:00:00Z")), PublisherFixture.OFFLINE));
        refuses("PUT /fleets/{fleet=f}/tuf/root", "other content of version 1", sign(spoilt(
                signedPart(publisher.s3.bytes("tuf/f/metadata/1.root.json")),
                signed -> signed.put("expires", "2027-02-01T00:00:00Z")), PublisherFixture.OFFLINE));
        publisher.now = publisher.now.plus(Duration.ofDays(400));
        refuses("PUT /fleets/{fleet=f}/tuf/root", "a root that expired on its way", sign(root, PublisherFixture.OFFLINE));
        refuses("PUT /fleets/{fleet=f}/tuf/targets", "targets that expired on their way", sign(targets, PublisherFixture.OFFLINE));
    }

    private void refuses(String route, String what, Map<String, Object> body) {
        int items = publisher.items.count();
        var objects = publisher.s3.keys();

        Answer answer = publisher.api.call(route, text(body));

        assertTrue(answer.status() == 400 || answer.status() == 409, () -> what + " was answered " + answer);
        assertTrue(answer.error().length() > 10 && answer.error().length() < 700, () -> what + ": " + answer.error());
        assertEquals(items, publisher.items.count(), what);
        assertEquals(objects, publisher.s3.keys(), what);
    }

    private static String text(Map<String, Object> body) {
        return new String(Json.write(body), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> founding(Map<String, Object> root, Map<String, Object> targets) {
        return Map.of("name", "g", "root", root, "targets", targets);
    }

    private static Map<String, Object> founding(String ofAnother) {
        Map<String, Object> body = object(PublisherFixture.json(ofAnother));
        body.put("name", "g");
        return body;
    }

    private static Map<String, Object> sign(Map<String, Object> signed, Ed25519Signer signer) {
        return envelope(signed, List.of(signature(signed, signer)));
    }

    private static Map<String, Object> signature(Map<String, Object> signed, Ed25519Signer signer) {
        return Map.of("keyid", signer.key().keyId(), "sig", HexFormat.of().formatHex(signer.sign(CanonicalJson.encode(signed))));
    }

    private static Map<String, Object> envelope(Map<String, Object> signed, List<?> signatures) {
        return Map.of("signed", signed, "signatures", signatures);
    }

    private static Map<String, Object> spoilt(Map<String, Object> signed, Consumer<Map<String, Object>> spoil) {
        Map<String, Object> copy = object(MAPPER.valueToTree(signed));
        spoil.accept(copy);
        return copy;
    }

    private static Map<String, Object> signedPart(byte[] metadata) {
        return object(Json.read(metadata).path("signed"));
    }

    private static Map<String, Object> object(Object tree) {
        return MAPPER.convertValue(tree, MAPPER.getTypeFactory().constructMapType(HashMap.class, String.class, Object.class));
    }

    private static Map<String, Object> role(Map<String, Object> signed, String role) {
        return map(map(signed, "roles"), role);
    }

    private static void handOver(Map<String, Object> signed, String role) {
        map(signed, "keys").put(FOREIGN.key().keyId(), FOREIGN.key().toJson());
        role(signed, role).put("keyids", List.of(FOREIGN.key().keyId()));
    }

    private static Map<String, Object> publisher(Map<String, Object> signed) {
        return cast(roles(signed).getFirst());
    }

    @SuppressWarnings("unchecked") // a JSON array
    private static List<Object> roles(Map<String, Object> signed) {
        return (List<Object>) map(signed, "delegations").get("roles");
    }

    private static Map<String, Object> map(Map<String, Object> object, String name) {
        return cast(object.get(name));
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object nested(int depth) {
        Object value = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }
}
