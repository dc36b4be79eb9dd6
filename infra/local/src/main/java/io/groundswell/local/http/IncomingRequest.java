package io.groundswell.local.http;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it arrived.
 *
 * @param rawPath path as sent, still percent-encoded
 * @param rawQuery query as sent, empty when there is none
 * @param headers values by lower-case name, in the order received
 * @param sourceIp address of the connection's other end
 * @param clientCertificate the certificate that the TLS handshake verified
 */
public record IncomingRequest(
        String method,
        String rawPath,
        String rawQuery,
        Map<String, List<String>> headers,
        byte[] body,
        String protocol,
        String sourceIp,
        Optional<X509Certificate> clientCertificate,
        Instant receivedAt) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
    }
}
