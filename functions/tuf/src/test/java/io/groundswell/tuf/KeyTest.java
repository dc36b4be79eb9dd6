package io.groundswell.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyTest {

    /** RFC 8032, 7.1, test 2: a known key, message and signature. */
    private static final String SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    private static final String PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private static final String SIGNATURE_OF_72 = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    private static final byte[] MESSAGE = {0x72};

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    @DisplayName("[R30] an ed25519 key has the form and the id that other TUF clients compute")
    void writesEd25519Keys() {
        Key key = Key.fromEd25519(hex(PUBLIC));
        assertEquals(Map.of("keytype", "ed25519", "scheme", "ed25519", "keyval", Map.of("public", PUBLIC)),
                key.toJson());
        // printf '{"keytype":"ed25519","keyval":{"public":"3d40…660c"},"scheme":"ed25519"}' | sha256sum
        assertEquals("eaf1e23f6c823132f437a2eaa299a7950f7386631deff273db195bbd26209e2b", key.keyId());
        assertEquals(key, Key.fromJson(key.toJson()));
    }

    @Test
    @DisplayName("[R30] ed25519 signs and verifies as RFC 8032 says")
    void signsEd25519() {
        Ed25519Signer signer = Ed25519Signer.fromSeed(hex(SEED));
        assertEquals(PUBLIC, signer.key().publicValue());
        assertEquals(SIGNATURE_OF_72, HexFormat.of().formatHex(signer.sign(MESSAGE)));
        assertTrue(signer.key().verify(MESSAGE, hex(SIGNATURE_OF_72)));
        assertFalse(signer.key().verify(new byte[] {0x73}, hex(SIGNATURE_OF_72)));
        assertFalse(signer.key().verify(MESSAGE, new byte[63]));
        assertFalse(signer.key().verify(MESSAGE, new byte[0]));
    }

    @Test
    @DisplayName("a private key survives its PEM file, and other PEM files are refused without quoting them")
    void storesPrivateKeys() {
        Ed25519Signer signer = Ed25519Signer.fromSeed(hex(SEED));
        assertEquals("-----BEGIN PRIVATE KEY-----\n"
                + "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
                + "-----END PRIVATE KEY-----\n", signer.toPem());
        assertEquals(signer.key(), Ed25519Signer.fromPem(signer.toPem()).key());
        for (String bad : new String[] {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            signer.toPem().replace("PRIVATE", "PUBLIC"), signer.toPem() + signer.toPem()}) {
            InvalidInput refused = assertThrows(InvalidInput.class, () -> Ed25519Signer.fromPem(bad));
            assertFalse(refused.getMessage().contains("AAAA"));
        }
        assertFalse(signer.toString().contains("4ccd089b"));
    }

    @Test
    @DisplayName("[R30] a P-256 key signs with DER over SHA-256; a key on another curve is refused")
    void verifiesEcdsa() throws GeneralSecurityException {
        EcdsaSigner signer = EcdsaSigner.generate();
        assertEquals("ecdsa", signer.key().keyType());
        assertEquals("ecdsa-sha2-nistp256", signer.key().scheme());
        byte[] signature = signer.sign(MESSAGE);
        assertTrue(signer.key().verify(MESSAGE, signature));
        signature[signature.length - 1] ^= 1;
        assertFalse(signer.key().verify(MESSAGE, signature));
        assertFalse(signer.key().verify(MESSAGE, new byte[] {0x30, 0x00}));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        assertThrows(InvalidInput.class, () -> Key.fromEcdsaP256(generator.generateKeyPair().getPublic()));
    }

    @Test
    @DisplayName("[R30] a key that cannot be decoded verifies nothing and shares its vote with no other")
    void ignoresUndecodableKeys() {
        Key key = Key.fromJson("id", Map.of("keytype", "ecdsa", "scheme", "ecdsa-sha2-nistp256", "keyval",
                Map.of("public", "not a key")));
        assertFalse(key.verify(MESSAGE, new byte[70]));
        assertEquals("undecodable:id", key.identity());
    }

    @Test
    @DisplayName("[R30] RSA below 2048 bits verifies nothing")
    void ignoresShortRsaKeys() throws GeneralSecurityException {
        assertTrue(RsaSigner.generate().key().identity().startsWith("rsa:"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Key weak = Key.fromJson("weak", Map.of("keytype", "rsa", "scheme", "rsassa-pss-sha256", "keyval",
                Map.of("public", pem)));
        assertEquals("undecodable:weak", weak.identity());
    }

    @Test
    @DisplayName("[R30] fields that are not known stay part of a key, and of its id")
    void keepsUnknownFields() {
        Map<String, Object> json = Map.of("keytype", "ed25519", "scheme", "ed25519", "x-owner", "someone",
                "keyval", Map.of("public", PUBLIC, "more", 1L));
        Key key = Key.fromJson(json);
        assertEquals(json, key.toJson());
        assertFalse(key.keyId().equals(Key.fromEd25519(hex(PUBLIC)).keyId()));
        assertEquals(key.identity(), Key.fromEd25519(hex(PUBLIC)).identity());
    }
}
