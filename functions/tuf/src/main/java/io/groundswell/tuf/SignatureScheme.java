package io.groundswell.tuf;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The signature schemes that count; a key of any other scheme is kept but never votes. */
enum SignatureScheme {

    ED25519 {
        @Override
        String identity(String publicValue) {
            return "ed25519:" + HexFormat.of().formatHex(ed25519Point(publicValue));
        }

        @Override
        boolean verify(String publicValue, byte[] message, byte[] signature) {
            return signature.length == Ed25519.SIGNATURE_SIZE
                    && Ed25519.verify(signature, 0, ed25519Point(publicValue), 0, message, 0, message.length);
        }
    },

    ECDSA_P256 {
        @Override
        String identity(String publicValue) throws GeneralSecurityException {
            ECPublicKey key = p256Key(publicValue);
            return "p256:" + key.getW().getAffineX().toString(16) + ":" + key.getW().getAffineY().toString(16);
        }

        @Override
        boolean verify(String publicValue, byte[] message, byte[] signature) throws GeneralSecurityException {
            java.security.Signature verifier = java.security.Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(p256Key(publicValue));
            verifier.update(message);
            return verifier.verify(signature);
        }
    },

    RSA_PSS_SHA256 {
        @Override
        String identity(String publicValue) throws GeneralSecurityException {
            RSAPublicKey key = rsaKey(publicValue);
            return "rsa:" + key.getModulus().toString(16) + ":" + key.getPublicExponent().toString(16);
        }

        @Override
        boolean verify(String publicValue, byte[] message, byte[] signature) throws GeneralSecurityException {
            java.security.Signature verifier = java.security.Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            verifier.initVerify(rsaKey(publicValue));
            verifier.update(message);
            return verifier.verify(signature);
        }
    };

    private static final int MIN_RSA_BITS = 2048;
    private static final Pattern PEM = Pattern.compile(
            "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    /** One text per public key, however it is written: what a vote is counted by. */
    abstract String identity(String publicValue) throws GeneralSecurityException;

    abstract boolean verify(String publicValue, byte[] message, byte[] signature) throws GeneralSecurityException;

    static Optional<SignatureScheme> of(String keyType, String scheme) {
        return Optional.ofNullable(switch (scheme) {
            case "ed25519" -> keyType.equals("ed25519") ? ED25519 : null;
            case "ecdsa-sha2-nistp256" -> keyType.equals("ecdsa") || keyType.equals(scheme) ? ECDSA_P256 : null;
            case "rsassa-pss-sha256" -> keyType.equals("rsa") ? RSA_PSS_SHA256 : null;
            default -> null;
        });
    }

    static boolean isP256(ECParameterSpec parameters) throws GeneralSecurityException {
        AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
        named.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
        return parameters.getCurve().equals(p256.getCurve()) && parameters.getGenerator().equals(p256.getGenerator())
                && parameters.getOrder().equals(p256.getOrder());
    }

    private static byte[] ed25519Point(String hex) {
        if (hex.length() != 2 * Ed25519.PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException("an ed25519 public key is 64 hex digits");
        }
        return HexFormat.of().parseHex(hex);
    }

    private static ECPublicKey p256Key(String pem) throws GeneralSecurityException {
        PublicKey key = decode("EC", pem);
        if (key instanceof ECPublicKey ec && isP256(ec.getParams())) {
            return ec;
        }
        throw new InvalidKeySpecException("an ecdsa-sha2-nistp256 key is on the curve P-256");
    }

    private static RSAPublicKey rsaKey(String pem) throws GeneralSecurityException {
        PublicKey key = decode("RSA", pem);
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS
                && rsa.getPublicExponent().compareTo(BigInteger.TWO) > 0) {
            return rsa;
        }
        throw new InvalidKeySpecException("an RSA key has " + MIN_RSA_BITS + " bits or more");
    }

    private static PublicKey decode(String algorithm, String pem) throws GeneralSecurityException {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new InvalidKeySpecException("a public key is PEM, BEGIN PUBLIC KEY");
        }
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
    }
}
