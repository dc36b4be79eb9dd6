package io.groundswell.tuf.client;

import static io.groundswell.tuf.MetadataRefused.Reason.MALFORMED;
import static io.groundswell.tuf.MetadataRefused.Reason.UNSIGNED;
import static io.groundswell.tuf.client.SimulatedClient.versions;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.tuf.EcdsaSigner;
import io.groundswell.tuf.Key;
import io.groundswell.tuf.RsaSigner;
import io.groundswell.tuf.Signer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ThresholdTest {

    private final SimulatedRepository repository = new SimulatedRepository();
    private final SimulatedClient client = SimulatedClient.trusting(repository);

    @Test
    @DisplayName("[R30] two signatures do not meet a threshold of three")
    void countsSignatures() {
        repository.root.thresholds.put("snapshot", 3);
        repository.addKey("snapshot", repository.newSigner());
        repository.addKey("snapshot", repository.newSigner());
        repository.publish("root", "targets", "snapshot", "timestamp");
        client.refresh();
        repository.removeOneSigner("snapshot");
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(UNSIGNED, client.refusedRefresh());
        client.assertTrusts(versions(2, 3, 2, 2));
    }

    @Test
    @DisplayName("[R30] a threshold that the role's keys cannot reach is never met")
    void refusesAnUnreachableThreshold() {
        for (int i = 0; i < 4; i++) {
            repository.addKey("snapshot", repository.newSigner());
        }
        repository.root.thresholds.put("snapshot", 6);
        repository.publish("root", "snapshot", "timestamp");
        assertEquals(UNSIGNED, client.refusedRefresh());
        client.assertTrusts(versions(2, 2, 0, 0));
    }

    @Test
    @DisplayName("[R30] one key that is listed many times votes once")
    void countsAKeyListedTwiceOnce() {
        Signer signer = repository.newSigner();
        repository.clearKeys("snapshot");
        for (int i = 0; i < 9; i++) {
            repository.grantKey("snapshot", signer.key());
        }
        repository.addSigner("snapshot", signer);
        repository.root.thresholds.put("snapshot", 6);
        repository.publish("root", "snapshot", "timestamp");
        assertEquals(UNSIGNED, client.refusedRefresh());
    }

    @Test
    @DisplayName("[R30] one public key under two key ids votes once")
    void countsAPublicKeyUnderTwoIdsOnce() {
        EcdsaSigner signer = EcdsaSigner.generate();
        repository.clearKeys("snapshot");
        repository.addKey("snapshot", signer);
        repository.addKey("snapshot", aliased(signer));
        repository.root.thresholds.put("snapshot", 2);
        repository.publish("root", "snapshot", "timestamp");
        assertEquals(UNSIGNED, client.refusedRefresh());
        repository.root.thresholds.put("snapshot", 1);
        repository.publish("root", "snapshot", "timestamp");
        client.refresh();
    }

    /** The same key with the older spelling of its type, and so with another key id. */
    private static Signer aliased(EcdsaSigner signer) {
        Map<String, Object> alias = new HashMap<>(signer.key().toJson());
        alias.put("keytype", "ecdsa-sha2-nistp256");
        return new EcdsaSigner(Key.fromJson(alias), signer.pair());
    }

    @Test
    @DisplayName("[R30] two signatures under one key id are refused even when the threshold is met")
    void refusesDuplicateSignatures() {
        String json = new String(repository.latest("snapshot"), StandardCharsets.UTF_8);
        int start = json.indexOf('[') + 1;
        String entry = json.substring(start, json.indexOf(']'));
        repository.replaceLatest("snapshot",
                (json.substring(0, start) + entry + "," + json.substring(start)).getBytes(StandardCharsets.UTF_8));
        assertEquals(MALFORMED, client.refusedRefresh());
        client.assertTrusts(versions(1, 1, 0, 0));
    }

    @TestFactory
    @DisplayName("[R30] each supported key type signs, and a plausible wrong signature of it is refused")
    Stream<DynamicTest> verifiesKeyTypes() {
        EcdsaSigner ecdsa = EcdsaSigner.generate();
        return Stream.of(ecdsa, aliased(ecdsa), RsaSigner.generate(), repository.newSigner()).map(signer ->
                DynamicTest.dynamicTest(signer.key().keyType() + ", " + signer.key().scheme(),
                        () -> requireSignatureOf(signer)));
    }

    private static void requireSignatureOf(Signer signer) {
        SimulatedRepository repository = new SimulatedRepository();
        SimulatedClient client = SimulatedClient.trusting(repository);
        repository.addKey("root", signer);
        repository.root.thresholds.put("root", 2);
        repository.publish("root");
        client.refresh();
        repository.addSigner("root", new Misquoting(signer));
        repository.publish("root");
        assertEquals(UNSIGNED, client.refusedRefresh());
        client.assertTrusts(versions(2, 1, 1, 1));
    }

    /** Signs something else than what it is given. */
    private record Misquoting(Signer signer) implements Signer {

        @Override
        public Key key() {
            return signer.key();
        }

        @Override
        public byte[] sign(byte[] message) {
            return signer.sign("something else".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    @DisplayName("[R30] a wrong or empty signature beside enough right ones does no harm")
    void toleratesASuperfluousWrongSignature() {
        Signer other = repository.newSigner();
        repository.grantKey("timestamp", other.key());
        repository.addSigner("timestamp", new Misquoting(other));
        repository.publish("root", "timestamp");
        client.refresh();
        repository.addSigner("timestamp", new Silent(other.key()));
        repository.publish("timestamp");
        client.refresh();
        client.assertTrusts(versions(2, 3, 1, 1));
    }

    /** Signs with nothing, as some tools write a signature that is still missing. */
    private record Silent(Key key) implements Signer {

        @Override
        public byte[] sign(byte[] message) {
            return new byte[0];
        }
    }

    @Test
    @DisplayName("[R30] a key of an unknown scheme is accepted in metadata but never votes")
    void ignoresUnknownSchemes() {
        Key unknown = Key.fromJson(Map.of("keytype", "sigstore-oidc", "scheme", "Fulcio",
                "keyval", Map.of("identity", "someone@example.com", "issuer", "https://issuer.example")));
        repository.grantKey("timestamp", unknown);
        repository.publish("root");
        client.refresh();
        repository.addSigner("timestamp", new Silent(unknown));
        repository.root.thresholds.put("timestamp", 2);
        repository.publish("root", "timestamp");
        assertEquals(UNSIGNED, client.refusedRefresh());
    }
}
