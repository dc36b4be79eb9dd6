package io.groundswell.handlers.device;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The device CA as a resource of the stack: its certificate and the truststore of the device API's domain.
 *
 * <p>The certificate is made once. An update keeps it, whatever changed, because every device in the field was issued
 * under it; deletion removes nothing.
 */
final class DeviceCaResource {

    static final String CERTIFICATE = "pki/ca.pem";
    static final String TRUSTSTORE = "pki/truststore.pem";

    private static final String COMMON_NAME = "CommonName";
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,64}");
    private static final int MAX_PEM = 1024 * 1024;

    private final Bucket bucket;
    private final CaKey key;
    private final SecureRandom random;
    private final Clock clock;

    DeviceCaResource(Bucket bucket, CaKey key, SecureRandom random, Clock clock) {
        this.bucket = bucket;
        this.key = key;
        this.random = random;
        this.clock = clock;
    }

    /** Creates what is missing; returns the attributes that the template refers to. */
    Map<String, String> carryOut(ResourceRequest request) {
        if (!request.type().equals("Delete")) {
            trust(certificate(commonName(request.properties())));
        }
        return Map.of("CertificateKey", CERTIFICATE, "TruststoreUri", "s3://" + bucket.name() + "/" + TRUSTSTORE);
    }

    private CaCertificate certificate(String commonName) {
        CaCertificate certificate = stored().orElseGet(() -> create(commonName));
        if (!certificate.certifies(key)) {
            throw new IllegalStateException("object " + CERTIFICATE + " must certify the stack's device CA key, found "
                    + "another key's certificate; the bucket and the key belong to different stacks");
        }
        return certificate;
    }

    /** Two invocations may race: the certificate that is stored is the one that counts. */
    private CaCertificate create(String commonName) {
        CaCertificate made = CaCertificate.selfSigned(commonName, key, clock.instant(), random);
        return bucket.putIfAbsent(CERTIFICATE, bytes(made.pem())) ? made : stored().orElseThrow();
    }

    private Optional<CaCertificate> stored() {
        return text(CERTIFICATE).map(CaCertificate::parse);
    }

    /** Keeps a truststore that holds the certificate: it may hold others, while a CA is being replaced. */
    private void trust(CaCertificate certificate) {
        if (text(TRUSTSTORE).filter(trusted -> trusted.contains(certificate.pem().strip())).isEmpty()) {
            bucket.put(TRUSTSTORE, bytes(certificate.pem()));
        }
    }

    private Optional<String> text(String objectKey) {
        return bucket.find(objectKey, MAX_PEM).map(found -> new String(found.bytes().orElseThrow(() ->
                new IllegalStateException("object " + objectKey + " must have at most " + MAX_PEM + " bytes, found "
                        + found.size())), StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(String pem) {
        return pem.getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code ServiceToken} and {@code ServiceTimeout} are CloudFormation's own. */
    private static String commonName(Map<String, String> properties) {
        TreeSet<String> unknown = new TreeSet<>(properties.keySet());
        unknown.remove("ServiceToken");
        unknown.remove("ServiceTimeout");
        unknown.remove(COMMON_NAME);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown property " + unknown.first() + "; known here: CommonName");
        }
        String commonName = properties.getOrDefault(COMMON_NAME, "");
        if (!PRINTABLE.matcher(commonName).matches()) {
            throw new IllegalArgumentException("CommonName must be 1 to 64 printable ASCII characters, found "
                    + commonName.length() + " characters");
        }
        return commonName;
    }
}
