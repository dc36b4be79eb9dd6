package io.groundswell.cli.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.audit.SignedAnchor;
import io.groundswell.domain.json.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An export of fleet {@code f}, two lanes of six and four events, as the service writes it. */
final class WrittenExport {

    static final Instant WRITTEN = Instant.parse("2026-03-02T10:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    final Path folder;
    final Path key;
    final KeyPair pair = newPair();
    final List<ChainHead> heads = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    /** Heads as they were after three events of the first lane and two of the second. */
    final List<ChainHead> earlier = new ArrayList<>();

    WrittenExport(Path root) throws IOException {
        folder = Files.createDirectories(root.resolve("export"));
        key = root.resolve("pub.pem");
        Files.writeString(key, pem(pair));
        lane(0, 6, 3);
        lane(1, 4, 2);
        write();
    }

    private void lane(int index, int events, int anchored) throws IOException {
        String device = index == 0 ? deviceOf(0) : deviceOf(1);
        ChainHead head = ChainHead.origin(new Lane("f", index));
        for (int i = 1; i <= events; i++) {
            ChainedEvent event = head.append(new AuditEvent("f", "DEVICE#f#" + device + "/META", i,
                    Instant.parse("2026-03-01T09:00:00Z").plusSeconds(i), "device.registered", "device:" + device,
                    Map.of("device", device, "n", i)));
            lines.add(JSON.writeValueAsString(event.members()));
            head = event.head();
            if (i == anchored) {
                earlier.add(head);
            }
        }
        heads.add(head);
    }

    private static String deviceOf(int lane) {
        for (int i = 0; ; i++) {
            if (Lane.of("f", "DEVICE#f#d" + i, 2).index() == lane) {
                return "d" + i;
            }
        }
    }

    /** Writes all three files, the manifest being true of the lines as they are now. */
    void write() throws IOException {
        byte[] events = bytes();
        Files.write(folder.resolve("events.jsonl"), events);
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("id", "e1");
        manifest.put("fleet", "f");
        manifest.put("created_at", WRITTEN.toString());
        manifest.put("created_by", "arn:aws:iam::123456789012:user/lena");
        manifest.put("events", lines.size());
        manifest.put("events_size", events.length);
        manifest.put("events_sha256", Sha256.hex(events));
        manifest.put("verdict", "intact");
        manifest.put("heads", heads.stream().map(ChainHead::members).toList());
        byte[] bytes = JSON.writeValueAsBytes(manifest);
        Files.write(folder.resolve("manifest.json"), bytes);
        Files.write(folder.resolve("manifest.sig"), sign(pair, bytes));
    }

    /** Writes the lines as they are now and leaves the manifest alone. */
    void tamper() throws IOException {
        Files.write(folder.resolve("events.jsonl"), bytes());
    }

    void anchor(Path file, Instant at, List<ChainHead> anchored, KeyPair by) throws IOException {
        anchor("f", file, at, anchored, by);
    }

    static void anchor(String fleet, Path file, Instant at, List<ChainHead> anchored, KeyPair by) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, JSON.writeValueAsBytes(
                SignedAnchor.sign(fleet, at, anchored, message -> sign(by, message)).members()));
    }

    private byte[] bytes() {
        return lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n";
    }

    static byte[] sign(KeyPair pair, byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
