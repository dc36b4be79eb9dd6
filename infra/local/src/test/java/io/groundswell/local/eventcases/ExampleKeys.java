package io.groundswell.local.eventcases;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.tuf.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;

/**
 * The online keys that the metadata in {@code events/Publisher} names.
 *
 * <p>Signed metadata can only be a fixed file when the keys are fixed too. Each private key is the SHA-256 of a phrase
 * that everybody can read here, so none of them is a secret; LocalCloud finds them in its data directory.
 */
final class ExampleKeys {

    private static final X9ECParameters P256 = SECNamedCurves.getByName("secp256r1");

    private ExampleKeys() {
    }

    /** The three keys as a fleet's record names them. */
    static FleetKeys fleetKeys() {
        return new FleetKeys(online("publisher"), online("snapshot"), online("timestamp"));
    }

    /** Puts the keys where LocalCloud's key service keeps its own. */
    static void writeTo(Path data) {
        for (String role : new String[] {"publisher", "snapshot", "timestamp"}) {
            KeyPair pair = pair(role);
            ObjectNode file = new ObjectMapper().createObjectNode().put("id", id(role)).put("spec", "ECC_NIST_P256")
                    .put("pkcs8", Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()))
                    .put("spki", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()))
                    .put("description", "example " + role).put("created", "2026-01-12T10:00:00Z").put("enabled", true);
            file.putObject("tags").put("groundswell-stack", "groundswell");
            write(data.resolve("kms").resolve(id(role) + ".key.json"), file.toString());
        }
    }

    private static FleetKeys.OnlineKey online(String role) {
        return new FleetKeys.OnlineKey(id(role), Key.fromEcdsaP256(pair(role).getPublic()));
    }

    private static String id(String role) {
        return switch (role) {
            case "publisher" -> "00000000-0000-4000-8000-000000000001";
            case "snapshot" -> "00000000-0000-4000-8000-000000000002";
            case "timestamp" -> "00000000-0000-4000-8000-000000000003";
            default -> throw new IllegalArgumentException("no example key is called " + role);
        };
    }

    private static KeyPair pair(String role) {
        try {
            byte[] seed = MessageDigest.getInstance("SHA-256")
                    .digest(("groundswell example " + role + " key").getBytes(StandardCharsets.US_ASCII));
            BigInteger secret = new BigInteger(1, seed).mod(P256.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
            org.bouncycastle.math.ec.ECPoint point = P256.getG().multiply(secret).normalize();
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new KeyPair(factory.generatePublic(new ECPublicKeySpec(new ECPoint(
                    point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()), curve)),
                    factory.generatePrivate(new ECPrivateKeySpec(secret, curve)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
