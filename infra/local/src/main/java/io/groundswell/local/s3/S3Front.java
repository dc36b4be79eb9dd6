package io.groundswell.local.s3;

import com.sun.net.httpserver.HttpExchange;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Policies;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.iam.SignedRequest;
import io.groundswell.local.iam.Verification;
import io.groundswell.local.iam.Verification.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Serves S3 to callers who sign: verifies, authorizes, receives, and only then hands on to the store. */
public final class S3Front {

    private static final Duration STORE_TIMEOUT = Duration.ofMinutes(15);
    private static final Set<String> NOT_RETURNED = Set.of("connection", "content-length", "date", "keep-alive", "server", "transfer-encoding");

    private final S3 store;
    private final SigV4 verifier;
    private final Account account;
    private final HttpClient client;
    private final KeyLocks locks = new KeyLocks();

    public S3Front(S3 store, SigV4 verifier, Account account, HttpClient client) {
        this.store = store;
        this.verifier = verifier;
        this.account = account;
        this.client = client;
    }

    /** Answers one exchange; the caller closes it. */
    public void handle(HttpExchange exchange, SignedRequest signed) throws IOException {
        try {
            serve(exchange, signed);
        } catch (S3Error e) {
            Exchanges.refuse(exchange, e.status(), "application/xml", e.xml());
        }
    }

    private void serve(HttpExchange exchange, SignedRequest signed) throws IOException {
        Verified verified = switch (verifier.verify(signed, Set.of("s3"))) {
            case Verified good -> good;
            case Verification.Refused refused -> throw S3Error.of(refused, signed.headers().get("authorization") == null);
        };
        S3Request request = S3Request.of(signed);
        Policies.denial(verified.principal(), request.accesses()).ifPresent(message -> {
            throw new S3Error(403, "AccessDenied", message);
        });
        var headers = new TreeMap<>(StoreHeaders.of(request, account));
        if (store.isLocked(request.bucket())) {
            ObjectLock.check(request, headers);
        }
        if (!request.operation().hasBody()) {
            forward(exchange, request, headers, BodyPublishers.noBody(), verified.principal());
            return;
        }
        try (var spool = new Spool(store.spoolDirectory(), request.operation().largestBody())) {
            headers.putAll(Upload.receive(request, verified, exchange.getRequestBody(), spool));
            forward(exchange, request, headers, spool.publisher(), verified.principal());
        }
    }

    private void forward(HttpExchange exchange, S3Request request, Map<String, String> headers, BodyPublisher body, Principal caller) throws IOException {
        var forwarded = HttpRequest.newBuilder(URI.create(store.backend() + request.target())).method(request.method(), body).timeout(STORE_TIMEOUT);
        headers.forEach(forwarded::header);
        KeyLocks.Held held = locks.hold(request);
        try {
            HttpResponse<InputStream> answer = client.send(forwarded.build(), BodyHandlers.ofInputStream());
            try (InputStream content = answer.body()) {
                hideMissingKey(request, answer.statusCode(), caller);
                if (store.isLocked(request.bucket())) {
                    ObjectLock.explain(request, answer.statusCode());
                }
                answer(exchange, answer, content);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the store answered", e);
        } finally {
            held.release();
        }
    }

    private static void hideMissingKey(S3Request request, int status, Principal caller) {
        boolean reading = request.operation() == S3Operation.GET_OBJECT || request.operation() == S3Operation.HEAD_OBJECT;
        Access listing = request.listing(request.key());
        if (reading && status == 404 && !Policies.allows(caller, listing)) {
            throw new S3Error(403, "AccessDenied", "User: " + caller.arn() + " is not authorized to perform: " + listing.action()
                    + " on resource: " + listing.resource());
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<InputStream> answer, InputStream content) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_RETURNED.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        long length = answer.headers().firstValueAsLong("content-length").orElse(0);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.statusCode() == 204 || answer.statusCode() == 304;
        if (bodiless) {
            answer.headers().firstValue("content-length").ifPresent(value -> exchange.getResponseHeaders().set("Content-Length", value));
            exchange.sendResponseHeaders(answer.statusCode(), -1);
            return;
        }
        boolean empty = length == 0 && answer.headers().firstValue("content-length").isPresent();
        exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : length);
        if (!empty) {
            content.transferTo(exchange.getResponseBody());
        }
    }
}
