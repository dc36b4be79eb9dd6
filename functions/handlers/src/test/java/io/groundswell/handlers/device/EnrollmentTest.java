package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.testing.Api.Answer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

class EnrollmentTest {

    private static final Instant NOW = DeviceWorld.START;

    private final DeviceWorld world = new DeviceWorld();

    @Test
    @DisplayName("[R7] a device gets a leaf for client authentication that names it and chains to the CA")
    void issuesALeaf() throws Exception {
        TestKey key = TestKey.p256();
        Answer answer = world.enroll(world.token("{}"), "cam-1", key.csr());

        assertEquals(201, answer.status());
        X509Certificate leaf = certificate(answer.text("certificate"));
        X509Certificate ca = certificate(answer.text("ca"));
        leaf.verify(ca.getPublicKey());
        ca.verify(ca.getPublicKey());
        assertEquals("CN=cam-1", leaf.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(6, "urn:groundswell:f:cam-1")), List.copyOf(leaf.getSubjectAlternativeNames()));
        assertEquals(-1, leaf.getBasicConstraints());
        assertTrue(leaf.getCriticalExtensionOIDs().containsAll(List.of("2.5.29.19", "2.5.29.15")));
        assertArrayEquals(new boolean[] {true, false, false, false, false, false, false, false, false}, leaf.getKeyUsage());
        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), leaf.getExtendedKeyUsage());
        assertArrayEquals(key.pair().getPublic().getEncoded(), leaf.getPublicKey().getEncoded());
        assertEquals(Instant.parse("2026-03-01T09:25:00Z"), leaf.getNotBefore().toInstant());
        assertEquals(Instant.parse("2026-05-30T09:30:00Z"), leaf.getNotAfter().toInstant());
        assertTrue(leaf.getSerialNumber().signum() > 0 && leaf.getSerialNumber().bitLength() <= 128);
        assertEquals(0, ca.getBasicConstraints());
    }

    @Test
    @DisplayName("[R7] with its certificate it gets the newest root, the device API's address and its first interval")
    void tellsWhatADeviceNeeds() {
        world.putMetadata("2.root.json", "{\"signed\":{\"version\":2,\"name\":\"é\"},\"signatures\":[]}");

        Answer answer = world.enroll(world.token("{}"), "cam-1", TestKey.p256().csr());

        assertEquals(Json.read("{\"signed\":{\"version\":2,\"name\":\"é\"},\"signatures\":[]}"
                .getBytes(StandardCharsets.UTF_8)), answer.body().path("root"));
        assertEquals("https://device.example", answer.text("device_api"));
        assertEquals(5, answer.body().path("heartbeat_interval_s").asInt());
    }

    @Test
    @DisplayName("[R7] what a CSR asks for in its subject and extensions is not granted")
    void ignoresWhatARequestAsksFor() throws Exception {
        TestKey key = TestKey.p256();
        ExtensionsGenerator wishes = new ExtensionsGenerator();
        wishes.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        byte[] csr = TestKey.encode(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=root"), key.pair().getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate()), "SHA256withECDSA", key);

        X509Certificate leaf = certificate(
                world.enroll(world.token("{}"), "cam-1", TestKey.pem(csr)).text("certificate"));

        assertEquals("CN=cam-1", leaf.getSubjectX500Principal().getName());
        assertEquals(-1, leaf.getBasicConstraints());
    }

    @Test
    @DisplayName("[R7] the record pins the certificate; the token's secret is stored nowhere")
    void pinsTheCertificateAndForgetsTheSecret() throws Exception {
        String token = world.token("{}");
        Answer answer = world.enroll(token, "cam-1", TestKey.p256().csr());

        DeviceRecord device = world.devices.find(new DeviceRef("f", "cam-1")).orElseThrow().value();
        assertEquals(Sha256.hex(certificate(answer.text("certificate")).getEncoded()), device.certificate().fingerprint());
        String secret = token.substring(token.lastIndexOf('~') + 1);
        assertEquals(43, secret.length());
        world.tables.dynamo().scanPaginator(scan -> scan.tableName(world.tables.fleetTable())).items()
                .forEach(item -> assertFalse(item.toString().contains(secret)));
    }

    static List<String> badRequests() {
        TestKey key = TestKey.p256();
        String good = key.csr();
        X500Name name = new X500Name("CN=a");
        List<String> bad = new ArrayList<>(List.of("", "hello", good + good, good.replace("REQUEST", "REQUIEM"),
                "-----BEGIN CERTIFICATE REQUEST-----\n====\n-----END CERTIFICATE REQUEST-----",
                TestKey.pem(new byte[0]), TestKey.pem(new byte[] {0x30, 0x03, 0x02, 0x01, 0x01}),
                TestKey.pem(nested()), good + "x".repeat(9000)));
        bad.add(key.csr("SHA256withECDSA", TestKey.p256(), name));
        bad.add(key.csr("SHA1withECDSA", key, name));
        TestKey p384 = TestKey.generate("EC", new ECGenParameterSpec("secp384r1"));
        bad.add(p384.csr("SHA256withECDSA", p384, name));
        TestKey rsa = TestKey.generate("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
        bad.add(rsa.csr("SHA256withRSA", rsa, name));
        TestKey edwards = TestKey.generate("Ed25519", null);
        bad.add(edwards.csr("Ed25519", edwards, name));
        return bad;
    }

    /** As many sequences inside one another as fit. */
    private static byte[] nested() {
        byte[] der = {0x30, 0x00};
        while (der.length < 5800) {
            byte[] head = der.length < 128 ? new byte[] {0x30, (byte) der.length}
                    : new byte[] {0x30, (byte) 0x82, (byte) (der.length >> 8), (byte) der.length};
            byte[] outer = new byte[head.length + der.length];
            System.arraycopy(head, 0, outer, 0, head.length);
            System.arraycopy(der, 0, outer, head.length, der.length);
            der = outer;
        }
        return der;
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    @DisplayName("[R7] [R35] a CSR that is no self-signed request for a P-256 key is 400 and takes no use of the token")
    void refusesBadRequests(String csr) {
        String token = world.token("{}");

        Answer refused = world.enroll(token, "cam-1", csr);

        assertEquals(400, refused.status(), refused::text);
        assertTrue(refused.error().startsWith("csr must"), refused::error);
        assertEquals(201, world.enroll(token, "cam-1", TestKey.p256().csr()).status());
    }

    @Test
    @DisplayName("[R7] a point off the curve is refused")
    void refusesPointsOffTheCurve() {
        TestKey key = TestKey.p256();
        byte[] der = Base64.getMimeDecoder().decode(key.csr().replaceAll("-----.*-----", ""));
        byte[] point = key.pair().getPublic().getEncoded();
        int at = Collections.indexOfSubList(list(der), list(point)) + point.length - 1;
        der[at] ^= 1;

        assertEquals(400, world.enroll(world.token("{}"), "cam-1", TestKey.pem(der)).status());
    }

    @Test
    @DisplayName("[R7] tokens that are unknown, forged, expired, revoked or used up are 401 token_refused")
    void refusesBadTokens() {
        String token = world.token("{}");
        String id = token.split("~")[2];
        String csr = TestKey.p256().csr();
        List<String> bad = List.of("", "gst", "gst~f~x~y", token + "~", token.substring(0, token.length() - 1) + "*",
                token.replace(id, "0".repeat(20)), token.replace("~f~", "~g~"), "x".repeat(5000),
                token.substring(0, token.length() - 43) + "A".repeat(43));
        bad.forEach(text -> assertRefused(world.enroll(text, "cam-1", csr)));

        world.clock.move(Duration.ofSeconds(3600));
        assertRefused(world.enroll(token, "cam-1", csr));

        String revoked = world.token("{\"uses\":5}");
        String path = "DELETE /fleets/{fleet=f}/enrollment-tokens/{id=" + revoked.split("~")[2] + "}";
        assertEquals(200, world.operator.call(path).status());
        assertEquals(200, world.operator.call(path).status());
        assertRefused(world.enroll(revoked, "cam-1", csr));

        String once = world.token("{}");
        assertEquals(201, world.enroll(once, "cam-1", csr).status());
        assertRefused(world.enroll(once, "cam-2", csr));
    }

    private static void assertRefused(Answer answer) {
        assertEquals(401, answer.status(), answer::text);
        assertEquals("token_refused", answer.text("code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"uses\":0}", "{\"uses\":100001}", "{\"ttl_s\":59}", "{\"ttl_s\":2592001}", "{\"uses\":\"1\"}",
            "{\"device\":\"..\"}", "{\"device\":5}", "{\"color\":1}", "[]", "{\"uses\":1.5}", "{\"uses\":99999999999}"})
    @DisplayName("[R7] [R35] a token's budget and lifetime are bounded, anything else is a 400 that writes nothing")
    void refusesBadTokenRequests(String body) {
        int before = world.items.count();
        assertEquals(400, world.operator.call("POST /fleets/{fleet=f}/enrollment-tokens", body).status());
        assertEquals(before, world.items.count());
    }

    @Test
    @DisplayName("[R7] a token shows id, expiry and uses; its defaults are one use and one hour")
    void tokenShowsItsBudget() {
        Answer answer = world.operator.call("POST /fleets/{fleet=f}/enrollment-tokens", "{\"device\":\"cam-1\"}");
        assertEquals("2026-03-01T10:30:00.000Z", answer.text("expires_at"));
        assertEquals(1, answer.body().path("uses").asInt());
        assertEquals("cam-1", answer.text("device"));
        assertTrue(answer.text("token").startsWith("gst~f~" + answer.text("id") + "~"));
        assertEquals(404, world.operator.call("POST /fleets/{fleet=nowhere}/enrollment-tokens", "{}").status());
        assertEquals(404, world.operator.call("DELETE /fleets/{fleet=f}/enrollment-tokens/{id=none}").status());
    }

    @Test
    @DisplayName("[R7] a name that exists is 409 and takes no use, decommissioned or not")
    void refusesExistingNames() {
        world.enroll("cam-1");
        String token = world.token("{}");
        assertEquals(409, world.enroll(token, "cam-1", TestKey.p256().csr()).status());
        world.decommission("cam-1");
        assertEquals(409, world.enroll(token, "cam-1", TestKey.p256().csr()).status());
        assertEquals(201, world.enroll(token, "cam-2", TestKey.p256().csr()).status());
    }

    @Test
    @DisplayName("[R7] a token bound to a name replaces that device's certificate, and enrols no other name")
    void boundTokenReplaces() {
        world.enroll("cam-1");
        String token = world.token("{\"device\":\"cam-1\"}");
        assertEquals(403, world.enroll(token, "cam-2", TestKey.p256().csr()).status());

        Answer again = world.enroll(token, "cam-1", TestKey.p256().csr());

        assertEquals(201, again.status());
        assertEquals("certificate_not_in_force", world.heartbeat("cam-1").text("code"));
        assertEquals(200, world.device.withCertificate(again.text("certificate")).call("POST /device/heartbeat").status());
    }

    @Test
    @DisplayName("[R7] [R10] a decommissioned device enrolled again is active, and its retired memberships stay retired")
    void enrollsADecommissionedDeviceAgain() {
        world.enroll("cam-1");
        world.enroll("cam-2");
        world.group("line", List.of("cam-1", "cam-2"));
        world.items.mark("f", "cam-1");

        Answer again = world.enroll(world.token("{\"device\":\"cam-1\"}"), "cam-1", TestKey.p256().csr());

        assertEquals(201, again.status(), again::text);
        assertEquals(200, world.device.withCertificate(again.text("certificate")).call("POST /device/heartbeat").status());
        assertTrue(world.groups.membershipsOf(new DeviceRef("f", "cam-1")).getFirst().isRetired());

        world.group("later", List.of("cam-1"));
        world.retirement.retire(new DeviceRef("f", "cam-1"));
        assertEquals("[\"later\"]", world.operator.call("GET /fleets/{fleet=f}/devices/{device=cam-1}").body()
                .path("groups").toString());
    }

    @Test
    @DisplayName("[R7] enrolments in parallel never exceed a token's budget")
    void parallelEnrolmentsKeepTheBudget() {
        String token = world.token("{\"uses\":5}");
        String csr = TestKey.p256().csr();
        List<Supplier<Answer>> calls = IntStream.range(0, 16)
                .<Supplier<Answer>>mapToObj(i -> () -> world.enroll(token, "cam-" + i, csr)).toList();

        List<Integer> statuses = DeviceWorld.together(calls).stream().map(Answer::status).sorted().toList();

        assertEquals(5, Collections.frequency(statuses, 201), statuses::toString);
        assertEquals(11, Collections.frequency(statuses, 401), statuses::toString);
        assertEquals(5, world.devices.list("f", Optional.empty(), 50).size());
    }

    @Test
    @DisplayName("[R7] a token whose last use is taken, or that is revoked, between look and write enrols nobody")
    void budgetHoldsAtTheWrite() {
        String once = world.token("{}");
        beforeTheWrite(() -> assertEquals(201, world.enroll(once, "cam-1", TestKey.p256().csr()).status()));
        assertRefused(world.enroll(once, "cam-2", TestKey.p256().csr()));

        String revoked = world.token("{\"uses\":9}");
        beforeTheWrite(() -> assertEquals(200, world.operator.call("DELETE /fleets/{fleet=f}/enrollment-tokens/{id="
                + revoked.split("~")[2] + "}").status()));
        assertRefused(world.enroll(revoked, "cam-2", TestKey.p256().csr()));

        assertEquals(404, world.operator.call("GET /fleets/{fleet=f}/devices/{device=cam-2}").status());
    }

    @Test
    @DisplayName("[R7] a name that is taken between look and write is 409 and takes no use")
    void namesAreTakenAtTheWrite() {
        String token = world.token("{}");
        String other = world.token("{}");
        beforeTheWrite(() -> assertEquals(201, world.enroll(other, "cam-1", TestKey.p256().csr()).status()));
        assertEquals(409, world.enroll(token, "cam-1", TestKey.p256().csr()).status());
        assertEquals(201, world.enroll(token, "cam-2", TestKey.p256().csr()).status());
    }

    /** Runs just before the next transaction. */
    private void beforeTheWrite(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        world.requests.before(request -> {
            if (request instanceof TransactWriteItemsRequest && done.compareAndSet(false, true)) {
                action.run();
            }
            return request;
        });
    }

    @Test
    @DisplayName("[R7] of enrolments of one name in parallel one wins and one use is taken")
    void oneNameIsEnrolledOnce() {
        String token = world.token("{\"uses\":2}");
        List<Supplier<Answer>> calls = IntStream.range(0, 8)
                .<Supplier<Answer>>mapToObj(i -> () -> world.enroll(token, "cam-1", TestKey.p256().csr())).toList();

        List<Integer> statuses = DeviceWorld.together(calls).stream().map(Answer::status).sorted().toList();

        assertEquals(1, Collections.frequency(statuses, 201), statuses::toString);
        assertEquals(7, Collections.frequency(statuses, 409), statuses::toString);
        assertEquals(201, world.enroll(token, "cam-2", TestKey.p256().csr()).status());
    }

    @Test
    @DisplayName("[R7] when the trust anchor cannot be read, nothing is enrolled and the token keeps its use")
    void enrollsNothingWithoutTheAnchor() {
        String token = world.token("{}");
        world.s3.remove("tuf/f/metadata/1.root.json");
        assertEquals(500, world.enroll(token, "cam-1", TestKey.p256().csr()).status());

        world.putMetadata("1.root.json", DeviceWorld.ROOT);
        assertEquals(201, world.enroll(token, "cam-1", TestKey.p256().csr()).status());
    }

    @Test
    @DisplayName("[R35] unknown fields, missing fields and wrong names are 400")
    void refusesBadBodies() {
        for (String body : List.of("{}", "[]", "x", "{\"token\":1,\"name\":\"a\",\"csr\":\"b\"}",
                "{\"token\":\"t\",\"name\":\"a/b\",\"csr\":\"b\"}",
                "{\"token\":\"t\",\"name\":\"a\",\"csr\":\"b\",\"fleet\":\"f\"}")) {
            assertEquals(400, world.enrollment.call("POST /enroll", body).status(), body);
        }
    }

    @Test
    @DisplayName("[R7] a renewed certificate takes force at its first use; the old one works until then and not after")
    void renewalTakesForceAtFirstUse() {
        var old = world.enroll("cam-1");
        Answer lost = renew(world, "cam-1", TestKey.p256());
        Answer answered = renew(world, "cam-1", TestKey.p256());
        assertEquals(201, answered.status(), answered::text);
        assertNotEquals(lost.text("certificate"), answered.text("certificate"));
        assertEquals(200, old.call("POST /device/heartbeat").status());
        assertEquals(401, use(lost).status());

        assertEquals(200, use(answered).status());

        assertEquals("certificate_not_in_force", old.call("POST /device/heartbeat").text("code"));
        assertEquals(200, use(answered).status());
        assertEquals(List.of("device.certificate_renewed"),
                world.items.eventsOn(Keys.device(new DeviceRef("f", "cam-1"))));
    }

    @Test
    @DisplayName("[R7] a certificate is refused once it has expired")
    void refusesExpiredCertificates() {
        world.enroll("cam-1");
        world.clock.move(Duration.ofDays(90));
        assertEquals(200, world.heartbeat("cam-1").status());
        world.clock.move(Duration.ofSeconds(1));
        assertEquals(401, world.heartbeat("cam-1").status());
    }

    private Answer renew(DeviceWorld in, String name, TestKey key) {
        String certificate = in.certificateOf(name);
        return in.enrollment.withCertificate(certificate).call("POST /device/certificate",
                DeviceWorld.json(Map.of("csr", key.csr())));
    }

    private Answer use(Answer renewal) {
        return world.device.withCertificate(renewal.text("certificate")).call("POST /device/heartbeat");
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte one : bytes) {
            list.add(one);
        }
        return list;
    }
}
