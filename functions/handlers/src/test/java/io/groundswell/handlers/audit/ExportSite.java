package io.groundswell.handlers.audit;

import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.aws.EvidenceKey;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.aws.ObjectWriter;
import io.groundswell.handlers.aws.PresignedDownloads;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Key;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.table.TestChains;
import io.groundswell.handlers.table.TestDevices;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import io.groundswell.handlers.testing.FakeKms;
import io.groundswell.handlers.testing.FakeS3;
import io.groundswell.handlers.testing.LocalTables;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Fleet {@code f}, its audit log, and what exports need of AWS. */
final class ExportSite {

    /** The request that begins an export. */
    static final String EXPORT = "POST /fleets/{fleet=f}/audit/exports";

    private static final String LONG_TEXT = "x".repeat(90_000);

    final LocalTables tables = LocalTables.create();
    final TestChains chains = new TestChains(tables, 4);
    final FakeS3 s3 = new FakeS3();
    final FakeKms kms = new FakeKms();
    final EvidenceKey evidence = new EvidenceKey(kms, kms.addKey());
    final FleetStore fleets = new FleetStore(tables.fleet());
    InstantSource clock = InstantSource.system();

    ExportSite() {
        new TestDevices(tables).fleet("f");
    }

    static Key device(String name) {
        return Keys.device(new DeviceRef("f", name));
    }

    static String goOn(String export) {
        return "POST /fleets/{fleet=f}/audit/exports/{id=" + export + "}";
    }

    /** Events of 90 KB each, of some devices in turn; a part of an upload has 8 MiB. */
    void appendLong(int events, int devices) {
        chains.appendAll("f", events, n -> device("d" + n % devices), n -> Map.of("text", LONG_TEXT));
    }

    Answer call(String route) {
        return Api.of(routes().routes()).call(route);
    }

    Answer call(String route, String body) {
        return Api.of(routes().routes()).call(route, body);
    }

    ExportRoutes routes() {
        AuditExport export = new AuditExport(new AuditLog(tables.fleet(), tables.auditTable()),
                (key, state) -> state.map(from -> new ObjectWriter(s3, "bucket", key, from))
                        .orElseGet(() -> new ObjectWriter(s3, "bucket", key)),
                new ExportStore(new KeptObjects(s3, "bucket")), evidence, () -> clock.instant());
        S3Presigner presigner = S3Presigner.builder().region(Region.EU_CENTRAL_1)
                .endpointOverride(URI.create("http://127.0.0.1:9000"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret"))).build();
        return new ExportRoutes(fleets, export, new PresignedDownloads(presigner, "bucket", Duration.ofMinutes(15)),
                evidence, () -> clock.instant());
    }

    /** Whether the evidence key signed an object, as the signature in another says. */
    boolean verifies(byte[] message, byte[] signature) throws GeneralSecurityException {
        String pem = evidence.key().publicValue().replaceAll("-----[^-]*-----|\\s", "");
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }
}
