package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Posing as a device. */
interface CertificateAttacks extends Attacks {

    String HEARTBEAT = "/device/heartbeat";

    @Test
    @DisplayName("[R6] a certificate that the device CA did not issue, or that is not valid now, does not even get a connection")
    default void foreignCertificates() {
        Identity victim = site().alpha.first;
        String name = "urn:groundswell:alpha:alpha-d0";
        Forgery forgery = Forgery.of(victim.ca(), name);
        DeviceKey foreignCa = DeviceKey.generate();
        X509Certificate foreign = forgery.asAuthority().of(foreignCa.pair()).unnamed().certificate(
                Forgery.with(foreignCa.pair().getPrivate()));
        Map<String, SSLContext> shown = new LinkedHashMap<>();
        shown.put("none", Certified.anonymous(site().serverCas));
        shown.put("self-signed", forgery.selfSigned().tls(site().serverCas));
        shown.put("foreign CA of the same name", forgery.signedBy(
                Forgery.with(foreignCa.pair().getPrivate()), foreign).tls(site().serverCas));
        shown.put("another key for the right certificate", new Certified(foreignCa.pair().getPrivate(),
                List.of(victim.certificate())).tls(site().serverCas));
        shown.put("signed by a device", Forgery.of(victim.certificate(), name).signedBy(
                Forgery.with(victim.key()), victim.certificate()).tls(site().serverCas));
        shown.put("expired", forgery.valid(Duration.ofDays(90), Duration.ofDays(89)).signedBy(site().deviceCa())
                .tls(site().serverCas));
        shown.put("not valid yet", forgery.valid(Duration.ofDays(-1), Duration.ofDays(9)).signedBy(site().deviceCa())
                .tls(site().serverCas));
        shown.put("for servers", forgery.purpose(KeyPurposeId.id_kp_serverAuth).signedBy(site().deviceCa())
                .tls(site().serverCas));
        site().withoutTrace(() -> shown.forEach((what, tls) ->
                assertEquals(0, site().devices(tls).send(Call.of("POST", HEARTBEAT)).status(), what)));
    }

    @Test
    @DisplayName("[R7] a certificate of the device CA itself is 401 on every route unless the device's record pins it")
    default void unpinnedCertificates() {
        Forgery forgery = Forgery.of(site().alpha.first.ca(), "urn:groundswell:alpha:alpha-d0");
        Map<String, Forgery> forgeries = new LinkedHashMap<>();
        forgeries.put("of a device that has another", forgery);
        forgeries.put("that may itself sign", forgery.asAuthority());
        forgeries.put("of a device that does not exist", forgery.names("urn:groundswell:alpha:ghost"));
        forgeries.put("of another fleet's device", forgery.names("urn:groundswell:beta:alpha-d0"));
        forgeries.put("of no fleet", forgery.names("urn:groundswell:..:alpha-d0"));
        forgeries.put("of two devices", forgery.names("urn:groundswell:alpha:alpha-d0", "urn:groundswell:beta:beta-d0"));
        forgeries.put("with a key of the table in it", forgery.names("urn:groundswell:alpha#x:alpha-d0"));
        forgeries.put("without name", forgery.unnamed());
        site().withoutTrace(() -> forgeries.forEach((what, forged) -> {
            Wire wire = site().devices(forged.signedBy(site().deviceCa()).tls(site().serverCas));
            Routes.ofDevices().forEach(route -> {
                Reply reply = wire.send(Call.of(route.method(), route.target(name -> site().alpha.value(route, name)), "{}"));
                assertEquals(401, reply.status(), () -> what + " on " + route + ": " + reply.raw());
                assertEquals("certificate_not_in_force", reply.json().path("code").asText(), what);
            });
        }));
    }

    @Test
    @DisplayName("[R7] a certificate that was replaced is 401 on every route, and the one that replaced it works")
    default void supersededCertificate() {
        Identity before = site().alpha.enroll(site().alpha.token(Map.of()), "alpha-twice");
        Identity after = site().alpha.enroll(site().alpha.token(Map.of("device", "alpha-twice")), "alpha-twice");
        site().withoutTrace(() -> refusesEverywhere(before, "certificate_not_in_force"));
        assertEquals(200, site().device(Ground.certified(after), Call.of("POST", HEARTBEAT)).status());
    }

    @Test
    @DisplayName("[R10] a decommissioned device is 401 with the code that stops its agent, on every route")
    default void decommissionedDevice() {
        Identity retired = site().alpha.enroll(site().alpha.token(Map.of()), "alpha-retired");
        site().as("operator").post(site().alpha.path("/devices/alpha-retired/decommission"), Map.of());
        site().withoutTrace(() -> refusesEverywhere(retired, "decommissioned"));
    }

    private void refusesEverywhere(Identity identity, String code) {
        Wire wire = site().devices(Ground.certified(identity).tls(site().serverCas));
        Routes.ofDevices().forEach(route -> {
            Reply reply = wire.send(Call.of(route.method(), route.target(name -> site().alpha.value(route, name)), "{}"));
            assertEquals(401, reply.status(), () -> route + ": " + reply.raw());
            assertEquals(code, reply.json().path("code").asText(), route::toString);
        });
    }

    @Test
    @DisplayName("[R6] [R27] a device reports for itself alone, whatever body, query and headers say")
    default void anotherDevicesReport() {
        Certified intruder = Ground.certified(site().alpha.second);
        String report = "{\"rollout\":\"" + site().alpha.rollout + "\",\"state\":\"failed\"";
        Call call = Call.of("POST", "/device/reports", report + "}");
        site().withoutTrace(() -> {
            assertEquals(404, site().device(intruder, call).refuses(call).status());
            for (String field : List.of("device", "name", "fleet", "certificate", "requestContext", "event")) {
                Call named = Call.of("POST", "/device/reports", report + ",\"" + field + "\":\"alpha-d0\"}");
                assertTrue(site().device(intruder, named).refuses(named).sentence().contains("\"" + field + "\""));
            }
            Call query = call.target("/device/reports?device=alpha-d0");
            assertEquals(400, site().device(intruder, query).refuses(query).status());
            for (String header : Smuggled.HEADERS) {
                Call smuggling = call.with(header, Smuggled.value(header, site().alpha.first.certificate()));
                assertEquals(404, site().device(intruder, smuggling).refuses(smuggling).status(), header);
            }
        });
    }

    @Test
    @DisplayName("[R6] headers that look like a verified certificate, caller or event are only headers")
    default void headerSmuggling() {
        Certified intruder = Ground.certified(site().alpha.second);
        String victim = site().as("auditor").get(site().alpha.path("/devices/alpha-d0")).path("tags").toString();
        for (String header : Smuggled.HEADERS) {
            Call register = Call.of("POST", "/device/register", "{\"tags\":{\"smuggled\":\"" + header.toLowerCase() + "\"}}")
                    .with(header, Smuggled.value(header, site().alpha.first.certificate()));
            assertEquals("alpha-d1", site().device(intruder, register).json().path("name").asText(), header);
            Call anonymous = Call.of("POST", "/fleets/alpha/groups", "{\"name\":\"x\",\"devices\":[\"alpha-d0\"]}")
                    .with(header, Smuggled.value(header, site().alpha.first.certificate()));
            assertEquals(403, site().operators.send(anonymous).status(), header);
            Call wrongDoor = Call.of("POST", HEARTBEAT).with(header, Smuggled.value(header, site().alpha.first.certificate()));
            assertEquals(404, site().operators.send(wrongDoor).status(), header);
        }
        assertEquals(victim, site().as("auditor").get(site().alpha.path("/devices/alpha-d0")).path("tags").toString());
    }
}
