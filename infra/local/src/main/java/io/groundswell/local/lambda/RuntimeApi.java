package io.groundswell.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lambda's Runtime API of 2018-06-01, for one process of one function.
 *
 * <p>A process that asks for the next invocation waits until there is one; what it answers completes that invocation. The address
 * holds a secret, as loopback is open to every user of the machine.
 */
final class RuntimeApi implements AutoCloseable {

    private static final String VERSION = "/2018-06-01/runtime/";
    private static final String JSON = "application/json";
    private static final byte[] ACCEPTED = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);

    static {
        // Without it, Nagle's algorithm adds 40 ms to every answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FunctionConfiguration function;
    private final HttpServer server;
    private final String secret = UUID.randomUUID().toString();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Invocation> next = new ArrayBlockingQueue<>(1);
    private final CompletableFuture<Void> initialised = new CompletableFuture<>();
    private volatile Invocation current;

    private RuntimeApi(FunctionConfiguration function, HttpServer server) {
        this.function = function;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/" + secret + VERSION, this::handle);
    }

    static RuntimeApi open(FunctionConfiguration function) throws IOException {
        RuntimeApi api = new RuntimeApi(function, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        api.server.start();
        return api;
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort() + "/" + secret;
    }

    /** Completes when the process first asks for work, or exceptionally with {@link InitialisationFailed}. */
    CompletableFuture<Void> initialised() {
        return initialised;
    }

    /** Gives the process its next invocation. */
    void offer(Invocation invocation) {
        current = invocation;
        next.add(invocation);
    }

    /** A process that could not construct its handler, with Lambda's error document. */
    static final class InitialisationFailed extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient InvocationResult.Failed failure;

        InitialisationFailed(InvocationResult.Failed failure) {
            super(failure.errorMessage());
            this.failure = failure;
        }

        InvocationResult.Failed failure() {
            return failure;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1 + secret.length() + VERSION.length());
            String[] parts = path.split("/");
            if (path.equals("invocation/next")) {
                deliver(exchange);
            } else if (path.equals("init/error")) {
                InvocationResult.Failed failure = FunctionErrors.reported(exchange.getRequestBody().readAllBytes());
                initialised.completeExceptionally(new InitialisationFailed(failure));
                answer(exchange, 202, ACCEPTED);
            } else if (parts.length == 3 && parts[0].equals("invocation") && (parts[2].equals("response") || parts[2].equals("error"))) {
                complete(exchange, parts[1], parts[2].equals("error"));
            } else {
                answer(exchange, 404, error("NotFound", path));
            }
        }
    }

    private void deliver(HttpExchange exchange) throws IOException {
        initialised.complete(null);
        Invocation invocation;
        try {
            invocation = next.take();
        } catch (InterruptedException e) {
            // The API is being closed; the process is about to end.
            Thread.currentThread().interrupt();
            return;
        }
        var headers = exchange.getResponseHeaders();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.set("Lambda-Runtime-Deadline-Ms", invocation.deadline(function));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", function.arn());
        invocation.delivering();
        answer(exchange, 200, invocation.event());
    }

    private void complete(HttpExchange exchange, String requestId, boolean failed) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(FunctionInvoker.PAYLOAD_LIMIT + 1);
        Invocation invocation = current;
        if (invocation == null || !invocation.requestId().equals(requestId)) {
            answer(exchange, 400, error("InvalidRequestID", requestId));
        } else if (body.length > FunctionInvoker.PAYLOAD_LIMIT) {
            answer(exchange, 413, error("RequestEntityTooLarge", "response"));
            invocation.result().complete(FunctionErrors.responseTooLarge(body.length));
        } else {
            answer(exchange, 202, ACCEPTED);
            invocation.result().complete(failed ? FunctionErrors.reported(body) : new InvocationResult.Returned(body));
        }
    }

    private static byte[] error(String type, String what) {
        return ("{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + what.replaceAll("[^A-Za-z0-9/._-]", "?") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The runtime interface client crashes on an answer without Content-Type. */
    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", JSON);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
