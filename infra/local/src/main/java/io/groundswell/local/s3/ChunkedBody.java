package io.groundswell.local.s3;

import io.groundswell.local.iam.ChunkSignatures;
import io.groundswell.local.iam.Payload;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decodes the {@code aws-chunked} form: chunks with their length and, when the form is signed, their signature; then, when it has one, the trailer.
 */
final class ChunkedBody {

    private static final int LONGEST_LINE = 8_192;
    private static final int MOST_TRAILERS = 8;
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final InputStream in;
    private final Payload.Chunked form;
    private final ChunkSignatures signatures;
    private final byte[] buffer = new byte[64 * 1024];

    ChunkedBody(InputStream in, Payload.Chunked form, ChunkSignatures signatures) {
        this.in = in;
        this.form = form;
        this.signatures = signatures;
    }

    /** Writes the decoded bytes and returns the trailer's fields, names in lower case. */
    Map<String, String> decodeTo(OutputStream out) throws IOException {
        while (true) {
            var header = line().split(";", 2);
            long length = length(header[0]);
            String sha256 = copy(length, out);
            if (form.signed() && !signatures.chunk(sha256, signature(header))) {
                throw signatureMismatch("a chunk's");
            }
            if (length == 0) {
                return trailer();
            }
            if (!line().isEmpty()) {
                throw malformed("a chunk is longer than its header says");
            }
        }
    }

    private String copy(long length, OutputStream out) throws IOException {
        MessageDigest digest = Spool.sha256();
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw incomplete();
            }
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            left -= read;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Map<String, String> trailer() throws IOException {
        var fields = new TreeMap<String, String>();
        var signed = new StringBuilder();
        for (String line = lastLine(); !line.isEmpty(); line = lastLine()) {
            var parts = line.split(":", 2);
            if (parts.length != 2 || fields.size() >= MOST_TRAILERS) {
                throw malformed("the trailer is not a short list of <name>:<value>");
            }
            String name = parts[0].strip().toLowerCase(Locale.ROOT);
            if (!name.equals(TRAILER_SIGNATURE)) {
                signed.append(name).append(':').append(parts[1].strip()).append('\n');
            }
            fields.put(name, parts[1].strip());
        }
        if (!form.trailer() && !fields.isEmpty()) {
            throw malformed("a trailer was not announced");
        }
        String signature = fields.remove(TRAILER_SIGNATURE);
        if (form.signed() && form.trailer()) {
            String sha256 = HexFormat.of().formatHex(Spool.sha256().digest(signed.toString().getBytes(StandardCharsets.UTF_8)));
            if (signature == null || !signatures.trailer(sha256, signature)) {
                throw signatureMismatch("the trailer's");
            }
        }
        return fields;
    }

    private String line() throws IOException {
        String line = lineOrEnd();
        if (line == null) {
            throw incomplete();
        }
        return line;
    }

    /** The end of the body may stand for the empty line that ends a trailer. */
    private String lastLine() throws IOException {
        String line = lineOrEnd();
        return line == null ? "" : line;
    }

    private String lineOrEnd() throws IOException {
        var line = new StringBuilder();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b != '\n') {
            if (b < 0) {
                throw incomplete();
            }
            if (line.length() == LONGEST_LINE) {
                throw malformed("a line is longer than " + LONGEST_LINE + " bytes");
            }
            line.append((char) b);
            b = in.read();
        }
        int end = line.length() - 1;
        if (end >= 0 && line.charAt(end) == '\r') {
            line.setLength(end);
        }
        return line.toString();
    }

    private static long length(String hex) {
        if (!hex.matches("[0-9a-fA-F]{1,12}")) {
            throw malformed("a chunk's length is not hexadecimal");
        }
        return HexFormat.fromHexDigitsToLong(hex);
    }

    private static String signature(String[] header) {
        String prefix = "chunk-signature=";
        if (header.length != 2 || !header[1].startsWith(prefix)) {
            throw malformed("a chunk has no chunk-signature");
        }
        return header[1].substring(prefix.length());
    }

    private static IOException incomplete() {
        return new EOFException("the body ends within a chunk");
    }

    private static S3Error malformed(String what) {
        return new S3Error(400, "InvalidRequest", "the aws-chunked body is malformed: " + what);
    }

    private static S3Error signatureMismatch(String whose) {
        return new S3Error(403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided: " + whose + " signature is wrong");
    }
}
