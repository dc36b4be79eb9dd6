package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.handlers.testing.Api.Answer;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateRequestTest {

    private final DeviceWorld world = new DeviceWorld();

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

    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>();
        for (byte one : bytes) {
            list.add(one);
        }
        return list;
    }
}
