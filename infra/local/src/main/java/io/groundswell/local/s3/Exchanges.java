package io.groundswell.local.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;

/** Answering before the whole request was read. */
final class Exchanges {

    /** A client still sending would meet a reset connection instead of the answer; beyond this much, it may. */
    private static final long MOST_DRAINED = 64L * 1024 * 1024;

    private Exchanges() {
    }

    static void refuse(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        drain(exchange.getRequestBody());
        exchange.getResponseHeaders().set("Content-Type", contentType);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void drain(InputStream in) throws IOException {
        long left = MOST_DRAINED;
        byte[] buffer = new byte[64 * 1024];
        int read = in.read(buffer);
        while (read >= 0 && left > 0) {
            left -= read;
            read = in.read(buffer);
        }
    }
}
