package io.groundswell.handlers.device;

import io.groundswell.domain.error.InvalidRequest;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * What is taken from a certificate signing request: a P-256 key whose owner signed the request.
 *
 * <p>Subject and extensions are ignored; the certificate says what the server knows (R7).
 */
record CertificateRequest(SubjectPublicKeyInfo publicKey) {

    private static final int MAX_PEM = 8192;
    private static final Pattern PEM = Pattern.compile(
            "\\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----([A-Za-z0-9+/=\\s]+)-----END (NEW )?CERTIFICATE REQUEST-----\\s*");
    private static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384, X9ObjectIdentifiers.ecdsa_with_SHA512);

    /** @throws InvalidRequest when it is not PEM of a PKCS #10 request for a P-256 key, signed with that key */
    static CertificateRequest parse(String pem) {
        if (pem.length() > MAX_PEM) {
            throw new InvalidRequest("csr must have at most " + MAX_PEM + " characters, found " + pem.length());
        }
        Matcher block = PEM.matcher(pem);
        if (!block.matches()) {
            throw new InvalidRequest("csr must be one PEM block CERTIFICATE REQUEST, found something else");
        }
        PKCS10CertificationRequest request = decode(block.group(2));
        requireP256(request.getSubjectPublicKeyInfo());
        requireOwnSignature(request);
        return new CertificateRequest(request.getSubjectPublicKeyInfo());
    }

    private static PKCS10CertificationRequest decode(String base64) {
        try {
            return new PKCS10CertificationRequest(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IOException | RuntimeException e) {
            throw new InvalidRequest("csr must hold a PKCS #10 request in DER, found something else");
        }
    }

    private static void requireP256(SubjectPublicKeyInfo key) {
        try {
            boolean named = X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm().getAlgorithm())
                    && SECObjectIdentifiers.secp256r1.equals(key.getAlgorithm().getParameters());
            if (!named) {
                throw new InvalidRequest("csr must be for an EC key on the named curve P-256, found another kind of key");
            }
            PublicKeyFactory.createKey(key);
        } catch (IOException | IllegalArgumentException offTheCurve) {
            throw new InvalidRequest("csr must hold a point of the curve P-256, found something else");
        }
    }

    private static void requireOwnSignature(PKCS10CertificationRequest request) {
        try {
            if (SIGNATURES.contains(request.getSignatureAlgorithm().getAlgorithm())
                    && request.isSignatureValid(new BcECContentVerifierProviderBuilder(
                            new DefaultDigestAlgorithmIdentifierFinder()).build(PublicKeyFactory.createKey(request
                            .getSubjectPublicKeyInfo())))) {
                return;
            }
        } catch (IOException | OperatorCreationException | PKCSException | RuntimeException unverifiable) {
            throw unsigned();
        }
        throw unsigned();
    }

    private static InvalidRequest unsigned() {
        return new InvalidRequest("csr must be signed with its own key by ECDSA with SHA-256, SHA-384 or SHA-512, "
                + "found a signature that does not verify");
    }
}
