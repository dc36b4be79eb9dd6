package io.groundswell.local;

import io.groundswell.local.aws.AwsEndpoint;
import io.groundswell.local.aws.JsonService;
import io.groundswell.local.http.CallerCheck;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Credentials;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.lambda.FunctionInvoker;
import java.net.URI;
import java.util.Map;

/** DynamoDB, S3, KMS and what else is mounted, behind one endpoint; or what is mounted alone, and the rest outside. */
final class AwsServices implements AutoCloseable {

    private final Shutdown shutdown;
    private final SigV4 signatures;
    private final Credentials credentials;
    private final Storage storage;
    private final AwsEndpoint endpoint;
    private final OwnClients clients;

    private AwsServices(Account account, LocalOptions options, DataDirectory data, JsonService mounted, FunctionInvoker functions,
            Shutdown shutdown) {
        this.shutdown = shutdown;
        this.credentials = options.outside().map(outside -> Credentials.ownedBy(outside.key(), account)).orElseGet(
                () -> data.kept().map(root -> Credentials.in(root, account)).orElseGet(() -> Credentials.inMemory(account)));
        this.signatures = new SigV4(credentials, options.clock());
        this.storage = shutdown.add(options.outside().<Storage>map(outside -> new OutsideStorage(outside, account))
                .orElseGet(() -> new LocalStorage(account, data, options.requestLog(), options.clock())));
        this.endpoint = shutdown.add(endpoint(options.awsPort(), account, mounted));
        endpoint.serveFunctions(account, functions);
        this.clients = shutdown.add(OwnClients.of(storage.elsewhere().getOrDefault("S3", endpoint.uri()), storage.dynamoDb(),
                account.region(), credentials.owner()));
    }

    /**
     * Starts everything.
     *
     * @param mounted a service that stands elsewhere, served on the same endpoint
     * @param functions what may be invoked there
     */
    static AwsServices start(Account account, LocalOptions options, DataDirectory data, JsonService mounted, FunctionInvoker functions) {
        Shutdown shutdown = new Shutdown();
        try {
            return new AwsServices(account, options, data, mounted, functions, shutdown);
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
        return storage.dynamoDb();
    }

    /** Services that the endpoint does not serve, by the SDK's names for them. */
    Map<String, URI> elsewhere() {
        return storage.elsewhere();
    }

    OwnClients clients() {
        return clients;
    }

    Storage storage() {
        return storage;
    }

    @Override
    public void close() {
        shutdown.close();
    }

    private AwsEndpoint endpoint(int port, Account account, JsonService mounted) {
        try {
            return storage.serve(port, signatures, account, mounted);
        } catch (IllegalStateException e) {
            throw new StartRefused("the AWS endpoint cannot be served: " + e.getMessage() + " (--aws-port)", e);
        }
    }
}
