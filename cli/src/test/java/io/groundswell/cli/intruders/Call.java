package io.groundswell.cli.intruders;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One request as it goes over the wire.
 *
 * @param target path and query as they are sent
 */
record Call(String method, String target, List<Map.Entry<String, String>> headers, byte[] body) {

    Call {
        headers = List.copyOf(headers);
        body = body.clone();
    }

    static Call of(String method, String target) {
        return new Call(method, target, List.of(), new byte[0]);
    }

    /** A call with a JSON body. */
    static Call of(String method, String target, String json) {
        return of(method, target).with("content-type", "application/json").body(json.getBytes(StandardCharsets.UTF_8));
    }

    Call with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Call(method, target, more, body);
    }

    Call without(String name) {
        return new Call(method, target,
                headers.stream().filter(header -> !header.getKey().equalsIgnoreCase(name)).toList(), body);
    }

    /** The same call with another value of a header. */
    Call changed(String name, String value) {
        return without(name).with(name, value);
    }

    Call body(byte[] bytes) {
        return new Call(method, target, headers, bytes);
    }

    Call body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    Call target(String other) {
        return new Call(method, other, headers, body);
    }

    Call method(String other) {
        return new Call(other, target, headers, body);
    }

    String header(String name) {
        return headers.stream().filter(header -> header.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue)
                .findFirst().orElse("");
    }

    /** The bytes to send; length, host and the end of the connection are added where the call does not say them. */
    byte[] bytes(URI server) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
        if (header("host").isEmpty()) {
            head.append("host: ").append(server.getHost()).append(':').append(server.getPort()).append("\r\n");
        }
        if (header("content-length").isEmpty() && header("transfer-encoding").isEmpty() && !method.equals("GET")) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        head.append("connection: close\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8);
        return method + " " + target + " " + (text.length() > 200 ? text.substring(0, 200) + "…" : text);
    }
}
