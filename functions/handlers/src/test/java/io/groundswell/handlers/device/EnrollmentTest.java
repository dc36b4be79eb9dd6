package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.testing.Api.Answer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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

class EnrollmentTest {

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
    @DisplayName("[R7] a name that is taken between look and write is 409 and takes no use")
    void namesAreTakenAtTheWrite() {
        String token = world.token("{}");
        String other = world.token("{}");
        world.beforeTransaction("", () -> assertEquals(201, world.enroll(other, "cam-1", TestKey.p256().csr()).status()));
        assertEquals(409, world.enroll(token, "cam-1", TestKey.p256().csr()).status());
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

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
