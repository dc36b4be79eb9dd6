package io.groundswell.local.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What goes back to the client; header names in lower case, {@code set-cookie} possibly more than once. */
record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {

    static final Answer NOT_FOUND = own(404, "Not Found");
    static final Answer FORBIDDEN = own(403, "Forbidden");
    static final Answer BAD_REQUEST = own(400, "Bad Request");
    static final Answer BODY_TOO_LARGE = own(413, "Request Entity Too Large");
    static final Answer HEADERS_TOO_LARGE = own(431, "Request Header Fields Too Large");
    static final Answer THROTTLED = own(429, "Too Many Requests");
    static final Answer INTERNAL_ERROR = own(500, "Internal Server Error");
    static final Answer UNAVAILABLE = own(503, "Service Unavailable");

    Answer {
        headers = List.copyOf(headers);
    }

    /** An answer of API Gateway itself. */
    static Answer own(int status, String message) {
        return new Answer(status, List.of(Map.entry("content-type", "application/json")),
                ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
