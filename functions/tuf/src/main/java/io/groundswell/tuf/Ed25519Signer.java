package io.groundswell.tuf;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key held in memory: what the offline ceremony signs with. Stored as an unencrypted PKCS#8 PEM. */
public final class Ed25519Signer implements Signer {

    private static final byte[] PKCS8_HEADER = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final Pattern PEM = Pattern.compile(
            "\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

    private final byte[] seed;
    private final Key key;

    private Ed25519Signer(byte[] seed) {
        this.seed = seed.clone();
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        this.key = Key.fromEd25519(publicKey);
    }

    /** A fresh key from a source of randomness. */
    public static Ed25519Signer generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        random.nextBytes(seed);
        return new Ed25519Signer(seed);
    }

    /** The key of a 32-byte private seed. */
    public static Ed25519Signer fromSeed(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new InvalidInput("an Ed25519 private key has 32 bytes, found " + seed.length);
        }
        return new Ed25519Signer(seed);
    }

    /** Reads a PKCS#8 PEM, such as {@link #toPem()} or OpenSSL writes. */
    public static Ed25519Signer fromPem(String pem) {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new InvalidInput("expected a PEM file with one unencrypted PRIVATE KEY (PKCS#8)");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            PrivateKey decoded = KeyFactory.getInstance("EdDSA").generatePrivate(new PKCS8EncodedKeySpec(der));
            if (decoded instanceof EdECPrivateKey ed
                    && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
                return new Ed25519Signer(ed.getBytes().orElseThrow());
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause may quote key bytes; the message says all that is safe to say.
            throw new InvalidInput("the PEM file holds no Ed25519 private key");
        }
        throw new InvalidInput("the PEM file holds a private key that is not Ed25519");
    }

    /** The private key as PKCS#8 PEM; keep it where the offline keys live. */
    public String toPem() {
        byte[] der = new byte[PKCS8_HEADER.length + seed.length];
        System.arraycopy(PKCS8_HEADER, 0, der, 0, PKCS8_HEADER.length);
        System.arraycopy(seed, 0, der, PKCS8_HEADER.length, seed.length);
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Override
    public Key key() {
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public String toString() {
        return "Ed25519Signer[" + key.keyId() + "]";
    }
}
