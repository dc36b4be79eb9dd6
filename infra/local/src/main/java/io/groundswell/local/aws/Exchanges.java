package io.groundswell.local.aws;

import com.sun.net.httpserver.HttpExchange;
import io.groundswell.local.iam.SignedRequest;
import java.io.IOException;
import java.util.UUID;

/** Reading small requests whole and answering them whole. */
final class Exchanges {

    private Exchanges() {
    }

    /** The body, at most this many bytes long. */
    static byte[] read(HttpExchange exchange, int most) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(most + 1);
        if (body.length > most) {
            throw new ServiceError(413, "RequestEntityTooLargeException", "the request body is longer than " + most + " bytes");
        }
        return body;
    }

    /** The request with its body's hash, as a signature covers it. */
    static SignedRequest withBody(SignedRequest request, byte[] body) {
        return SignedRequest.of(request.method(), request.rawPath(), request.rawQuery(), request.headers(), body);
    }

    static void send(HttpExchange exchange, Response response) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", response.contentType());
        headers.set("x-amzn-RequestId", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
        if (response.body().length > 0) {
            exchange.getResponseBody().write(response.body());
        }
    }
}
