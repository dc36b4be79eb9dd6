package io.groundswell.local.events;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A loopback address that takes one PUT: what the presigned ResponseURL of a custom resource is on AWS. */
final class ResponseUrl implements AutoCloseable {

    private static final int BODY_LIMIT = 64 * 1024;

    private final HttpServer server;
    private final String path = "/" + UUID.randomUUID();
    private final BlockingQueue<byte[]> answers = new ArrayBlockingQueue<>(1);

    private ResponseUrl(HttpServer server) {
        this.server = server;
        server.createContext(path, exchange -> {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT);
            boolean taken = exchange.getRequestMethod().equals("PUT") && answers.offer(body);
            exchange.sendResponseHeaders(taken ? 200 : 403, -1);
            exchange.close();
        });
        server.start();
    }

    static ResponseUrl open() throws IOException {
        return new ResponseUrl(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The body of the PUT, once there was one. */
    Optional<byte[]> await(Duration most) {
        try {
            return Optional.ofNullable(answers.poll(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
