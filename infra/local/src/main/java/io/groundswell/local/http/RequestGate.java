package io.groundswell.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Carries requests from the server to an API and its answers back. */
final class RequestGate extends Handler.Abstract {

    private static final int DRAIN_PART = 64 * 1024;
    private static final long DRAIN_LIMIT = 4L * HttpApiGateway.BODY_LIMIT;

    private final HttpApiGateway api;
    private final Clock clock;

    RequestGate(HttpApiGateway api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        byte[] body = body(request);
        if (body.length > HttpApiGateway.BODY_LIMIT) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            write(Answer.BODY_TOO_LARGE, response, callback);
            return true;
        }
        write(api.answer(incoming(request, body)), response, callback);
        return true;
    }

    /** API Gateway's form for what the server itself refuses, such as a request line it cannot parse. */
    Request.Handler errors() {
        return (request, response, callback) -> {
            Answer own = switch (response.getStatus()) {
                case 413 -> Answer.BODY_TOO_LARGE;
                case 414, 431 -> Answer.HEADERS_TOO_LARGE;
                case 400, 405, 417, 505 -> Answer.BAD_REQUEST;
                default -> Answer.INTERNAL_ERROR;
            };
            write(own, response, callback);
            return true;
        };
    }

    private IncomingRequest incoming(Request request, byte[] body) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>()).add(value);
        }
        String query = request.getHttpURI().getQuery();
        return new IncomingRequest(request.getMethod(), request.getHttpURI().getPath(), query == null ? "" : query, headers, body,
                request.getConnectionMetaData().getProtocol(), Request.getRemoteAddr(request), certificate(request), clock.instant());
    }

    private static Optional<X509Certificate> certificate(Request request) {
        return request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session
                ? Optional.ofNullable(session.peerCertificates()).filter(chain -> chain.length > 0).map(chain -> chain[0])
                : Optional.empty();
    }

    /** Takes in what a client still sends, within bounds: one whose writing fails does not read the answer. */
    private static void drain(Request request) throws IOException {
        byte[] part = new byte[DRAIN_PART];
        try (InputStream in = Content.Source.asInputStream(request)) {
            long taken = 0;
            for (int n = 0; n >= 0 && taken < DRAIN_LIMIT; n = in.read(part)) {
                taken += n;
            }
        }
    }

    /** The body, or one byte more than the limit when it is longer than that. */
    private static byte[] body(Request request) throws IOException {
        if (request.getLength() > HttpApiGateway.BODY_LIMIT) {
            drain(request);
            return new byte[HttpApiGateway.BODY_LIMIT + 1];
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            return in.readNBytes(HttpApiGateway.BODY_LIMIT + 1);
        }
    }

    private static void write(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach(header -> response.getHeaders().add(header.getKey(), header.getValue()));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
