package io.groundswell.cli.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** An operator API that gives prepared answers in order, and its last one for ever. */
public final class ScriptedServer implements AutoCloseable {

    private record Answer(int status, String body) {
    }

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    public ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Adds an answer; status 0 hangs up without one. */
    public ScriptedServer then(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    public OperatorApi api() {
        return new OperatorApi(http, URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                new Caller("AKID", "hush", Optional.empty(), "eu-west-1"));
    }

    /** Methods and paths so far. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = next(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (answer.status() == 0) {
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Answer next(String call) {
        calls.add(call);
        return answers.size() > 1 ? answers.poll() : answers.element();
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
