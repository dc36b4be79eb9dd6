package io.groundswell.local;

import io.groundswell.local.aws.AwsEndpoint;
import io.groundswell.local.aws.JsonService;
import io.groundswell.local.dynamodb.DynamoDb;
import io.groundswell.local.http.CallerCheck;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Credentials;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.kms.Kms;
import io.groundswell.local.s3.S3;
import io.groundswell.local.template.Bucket;
import io.groundswell.local.template.SigningKey;
import io.groundswell.local.template.Table;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** DynamoDB, S3, KMS and what else is mounted, behind one endpoint. */
final class AwsServices implements AutoCloseable {

    private final Shutdown shutdown;
    private final SigV4 signatures;
    private final Credentials credentials;
    private final DynamoDb dynamoDb;
    private final S3 buckets;
    private final Kms kms;
    private final AwsEndpoint endpoint;
    private final OwnClients clients;

    private AwsServices(Account account, LocalOptions options, DataDirectory data, JsonService mounted, Shutdown shutdown) {
        this.shutdown = shutdown;
        this.credentials = data.kept().map(root -> Credentials.in(root, account)).orElseGet(() -> Credentials.inMemory(account));
        this.signatures = new SigV4(credentials, options.clock());
        this.dynamoDb = shutdown.add(
                data.kept("dynamodb").map(folder -> DynamoDb.in(folder, account)).orElseGet(() -> DynamoDb.inMemory(account)));
        this.buckets = shutdown.add(data.kept("s3").map(S3::in).orElseGet(S3::inMemory));
        this.kms = data.kept("kms").map(folder -> Kms.in(folder, account, options.clock()))
                .orElseGet(() -> Kms.inMemory(account, options.clock()));
        this.endpoint = shutdown.add(endpoint(options.awsPort(), account, mounted));
        this.clients = shutdown.add(OwnClients.of(endpoint.uri(), dynamoDb.endpoint(), account.region(), credentials.owner()));
    }

    /**
     * Starts everything.
     *
     * @param mounted a service that stands elsewhere, served on the same endpoint
     */
    static AwsServices start(Account account, LocalOptions options, DataDirectory data, JsonService mounted) {
        Shutdown shutdown = new Shutdown();
        try {
            return new AwsServices(account, options, data, mounted, shutdown);
        } catch (RuntimeException e) {
            shutdown.close();
            throw e;
        }
    }

    Credentials credentials() {
        return credentials;
    }

    /** Who may call the operator API. */
    CallerCheck callers() {
        return new SignedCallers(signatures);
    }

    /** Where every service is, for signed requests. */
    URI endpoint() {
        return endpoint.uri();
    }

    /** Where DynamoDB is without a detour. */
    URI dynamoDb() {
        return dynamoDb.endpoint();
    }

    OwnClients clients() {
        return clients;
    }

    Map<String, String> make(Table table) {
        var made = dynamoDb.createTable(table.name(), table.properties());
        Map<String, String> attributes = new HashMap<>(Map.of("Ref", made.name(), "Arn", made.arn()));
        made.streamArn().ifPresent(arn -> attributes.put("StreamArn", arn));
        return attributes;
    }

    Map<String, String> make(Bucket bucket) {
        var made = buckets.createBucket(bucket.name(), bucket.properties());
        return Map.of("Ref", made.name(), "Arn", made.arn());
    }

    Map<String, String> make(SigningKey key) {
        var made = kms.createKey(key.logicalId(), key.properties());
        return Map.of("Ref", made.id(), "KeyId", made.id(), "Arn", made.arn());
    }

    @Override
    public void close() {
        shutdown.close();
    }

    private AwsEndpoint endpoint(int port, Account account, JsonService mounted) {
        try {
            return AwsEndpoint.start(port, signatures, account, dynamoDb, buckets, List.of(kms, mounted));
        } catch (IllegalStateException e) {
            throw new StartRefused("the AWS endpoint cannot be served: " + e.getMessage() + " (--aws-port)", e);
        }
    }
}
