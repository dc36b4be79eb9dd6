package io.groundswell.agent.connection;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/** JSON calls below one base URL, and what their statuses mean. */
public final class Calls {

    private static final int SHOWN = 200;

    private final Supplier<HttpClient> http;
    private final String base;
    private final BoundedHttp bounds;

    public Calls(Supplier<HttpClient> http, URI base, BoundedHttp bounds) {
        this.http = http;
        this.base = base.toString().replaceAll("/+$", "");
        this.bounds = bounds;
    }

    /**
     * Posts an object and reads the object that comes back.
     *
     * @throws Refused on a 4xx that answers the request or speaks about the caller
     * @throws Unreachable on anything else but a 2xx
     */
    public Answer post(String path, Map<String, Object> body) {
        String call = "POST " + path;
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).timeout(bounds.deadline())
                .header("content-type", "application/json").POST(BodyPublishers.ofByteArray(Answer.write(body))).build();
        HttpResponse<byte[]> response = bounds.send(http.get(), request);
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return Answer.read(call, response.body());
        }
        throw failure(call, status, response.body());
    }

    private static CallFailed failure(String call, int status, byte[] body) {
        String found = new String(body, StandardCharsets.UTF_8);
        boolean passing = status == 408 || status == 425 || status == 429;
        if (status < 400 || status >= 500 || passing) {
            return new Unreachable(call + ": expected 2xx, found " + status + " " + shown(found));
        }
        return refusal(call, status, body, found);
    }

    private static CallFailed refusal(String call, int status, byte[] body, String found) {
        try {
            Answer answer = Answer.read(call, body);
            return new Refused(status, answer.textOr("code", ""),
                    call + ": " + status + " " + shown(answer.textOr("error", found)));
        } catch (Unreachable e) {
            // A gateway between here and the server may refuse in a format of its own.
            return new Refused(status, "", call + ": " + status + " " + shown(found));
        }
    }

    private static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
