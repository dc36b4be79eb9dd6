package io.groundswell.local.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.groundswell.local.dynamodb.DynamoDb;
import io.groundswell.local.dynamodb.TableAccess;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.iam.SignedRequest;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.s3.S3;
import io.groundswell.local.s3.S3Front;
import io.groundswell.local.threads.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The running endpoint: DynamoDB with its streams, S3, STS {@code GetCallerIdentity}, Lambda's {@code Invoke}, and the {@link JsonService}s given,
 * on one loopback port.
 */
public final class AwsEndpoint implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AwsEndpoint.class.getName());
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    static {
        // Without it, Nagle's algorithm adds 40 ms to every answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();
    private final Optional<S3Front> s3;
    private final JsonFront json;
    private final Sts sts;
    private final SigV4 verifier;
    private volatile Optional<LambdaFront> lambda = Optional.empty();

    private AwsEndpoint(HttpServer server, SigV4 verifier, Account account, DynamoDb dynamoDb, S3 store, List<JsonService> services) {
        this.server = server;
        this.s3 = Optional.of(new S3Front(store, verifier, account, client));
        this.json = new JsonFront(verifier, Optional.of(new DynamoDbProxy(dynamoDb.endpoint(), new TableAccess(account, dynamoDb::partitionKey), client)), services);
        this.sts = new Sts(verifier);
        this.verifier = verifier;
    }

    private AwsEndpoint(HttpServer server, SigV4 verifier, List<JsonService> services) {
        this.server = server;
        this.s3 = Optional.empty();
        this.json = new JsonFront(verifier, Optional.empty(), services);
        this.sts = new Sts(verifier);
        this.verifier = verifier;
    }

    /**
     * Starts serving.
     *
     * @param port the loopback port, 0 for any free one
     * @throws IllegalStateException if the port is taken
     */
    public static AwsEndpoint start(int port, SigV4 verifier, Account account, DynamoDb dynamoDb, S3 store, List<JsonService> services) {
        return new AwsEndpoint(bind(port), verifier, account, dynamoDb, store, services).started();
    }

    /**
     * Starts serving without DynamoDB and S3, which are elsewhere.
     *
     * @param port the loopback port, 0 for any free one
     * @throws IllegalStateException if the port is taken
     */
    public static AwsEndpoint withoutStorage(int port, SigV4 verifier, List<JsonService> services) {
        return new AwsEndpoint(bind(port), verifier, services).started();
    }

    private AwsEndpoint started() {
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        return this;
    }

    /** Serves Lambda's Invoke of these functions from now on. */
    public void serveFunctions(Account account, FunctionInvoker functions) {
        lambda = Optional.of(new LambdaFront(verifier, account, functions));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What to give an SDK or the {@code aws} command line as its endpoint URL. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        server.stop(0);
        Threads.end("requests to AWS services", threads);
        client.shutdownNow();
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new IllegalStateException("port " + port + " on 127.0.0.1 is taken: stop the program that listens there or choose another port", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port + " of 127.0.0.1", e);
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            route(exchange);
        } catch (IOException e) {
            LOG.log(Level.FINE, "the connection broke before the answer was sent", e);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "no answer to " + exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath(), e);
            internalError(exchange);
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var request = SignedRequest.unread(exchange.getRequestMethod(), uri.getRawPath(), uri.getRawQuery(), exchange.getRequestHeaders());
        String service = SigV4.claimedService(request).orElse("");
        boolean target = request.headers().containsKey("x-amz-target");
        if (service.equals("sts")) {
            sts.handle(exchange, request);
        } else if (lambda.isPresent() && service.equals(LambdaFront.SIGNING_NAME)) {
            lambda.get().handle(exchange, request);
        } else if (s3.isPresent() && (service.equals("s3") || service.isEmpty() && !target)) {
            s3.get().handle(exchange, request);
        } else {
            json.handle(exchange, request, service);
        }
    }

    private static void internalError(HttpExchange exchange) {
        try {
            exchange.sendResponseHeaders(500, -1);
        } catch (IOException e) {
            LOG.log(Level.FINE, "the answer had already begun", e);
        }
    }
}
