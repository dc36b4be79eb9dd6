package io.groundswell.local.s3;

import io.groundswell.local.iam.Payload;
import io.groundswell.local.iam.Verification.Verified;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Receives a body and checks everything that is said about it but its checksum, which the store verifies before it keeps the object.
 */
final class Upload {

    private static final String CHECKSUM = "x-amz-checksum-";
    private static final Set<String> ALGORITHMS = Set.of("crc32", "crc32c", "crc64nvme", "sha1", "sha256");

    private Upload() {
    }

    /** Fills the spool and returns the checksum headers for the store: those of the request, and those of the trailer. */
    static Map<String, String> receive(S3Request request, Verified verified, InputStream body, Spool spool) throws IOException {
        var checksums = new TreeMap<String, String>();
        request.headers().forEach((name, value) -> {
            if (isChecksum(name)) {
                checksums.put(name, value);
            }
        });
        switch (verified.payload()) {
            case Payload.Chunked chunked -> checksums.putAll(chunked(request, verified, chunked, body, spool));
            case Payload.Exact exact -> plain(request, body, spool, exact.sha256Hex());
            case Payload.Unsigned unsigned -> plain(request, body, spool, null);
            case Payload.Checked checked -> throw new IllegalStateException("the body was read before the front received it");
        }
        if (checksums.size() > 1) {
            throw new S3Error(400, "InvalidRequest", "Expecting a single x-amz-checksum- header, found " + checksums.keySet());
        }
        return checksums;
    }

    /** Whether a header or trailer carries the checksum of a body. */
    static boolean isChecksum(String name) {
        return name.startsWith(CHECKSUM) && ALGORITHMS.contains(name.substring(CHECKSUM.length()));
    }

    private static void plain(S3Request request, InputStream body, Spool spool, String sha256) throws IOException {
        long length = length(request, "content-length");
        body.transferTo(spool);
        String actual = spool.finish();
        if (spool.length() != length) {
            throw incomplete(length, spool.length());
        }
        if (sha256 != null && !MessageDigest.isEqual(sha256.getBytes(StandardCharsets.US_ASCII), actual.getBytes(StandardCharsets.US_ASCII))) {
            throw new S3Error(400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
    }

    private static Map<String, String> chunked(S3Request request, Verified verified, Payload.Chunked form, InputStream body, Spool spool)
            throws IOException {
        long length = length(request, "x-amz-decoded-content-length");
        Map<String, String> trailer;
        try {
            trailer = new ChunkedBody(body, form, verified.signature()).decodeTo(spool);
        } catch (EOFException e) {
            throw incomplete(length, spool.length());
        }
        spool.finish();
        if (spool.length() != length) {
            throw incomplete(length, spool.length());
        }
        var announced = new TreeSet<String>();
        request.header("x-amz-trailer").ifPresent(names -> announced.addAll(List.of(names.toLowerCase(Locale.ROOT).split("\\s*,\\s*"))));
        if (!announced.equals(trailer.keySet()) || !trailer.keySet().stream().allMatch(Upload::isChecksum)) {
            throw new S3Error(400, "InvalidRequest", "x-amz-trailer: expected the trailer's checksum fields " + trailer.keySet() + ", found " + announced);
        }
        return trailer;
    }

    private static long length(S3Request request, String header) {
        String value = request.header(header).orElse("");
        if (value.isEmpty() && !request.storesBody()) {
            return 0;
        }
        if (!value.matches("[0-9]{1,15}")) {
            throw new S3Error(411, "MissingContentLength", "You must provide the " + header + " HTTP header.");
        }
        return Long.parseLong(value);
    }

    private static S3Error incomplete(long expected, long found) {
        return new S3Error(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header: expected "
                + expected + ", found " + found);
    }
}
