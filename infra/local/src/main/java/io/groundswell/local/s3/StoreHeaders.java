package io.groundswell.local.s3;

import io.groundswell.local.iam.Account;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which of a request's headers the store gets: those it acts on; an {@code x-amz-} header that nothing acts on is refused by name. */
final class StoreHeaders {

    private static final Set<String> FORWARDED = Set.of("cache-control", "content-disposition", "content-language", "content-md5", "content-type",
            "expires", "if-match", "if-modified-since", "if-none-match", "if-unmodified-since", "range",
            "x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type", "x-amz-copy-source", "x-amz-copy-source-if-match",
            "x-amz-copy-source-if-modified-since", "x-amz-copy-source-if-none-match", "x-amz-copy-source-if-unmodified-since",
            "x-amz-copy-source-range", "x-amz-metadata-directive", "x-amz-mp-object-size");
    /** What curl and others call a body by default; the store would read it as parameters and find nothing left to keep. */
    private static final String FORM = "application/x-www-form-urlencoded";
    /** What the front acted on itself, and {@code x-amz-te}, which only offers S3 a way to send that it need not take. */
    private static final Set<String> CONSUMED = Set.of("x-amz-content-sha256", "x-amz-date", "x-amz-decoded-content-length",
            "x-amz-expected-bucket-owner", "x-amz-sdk-checksum-algorithm", "x-amz-security-token", "x-amz-te", "x-amz-trailer", "x-amz-user-agent");

    private StoreHeaders() {
    }

    static Map<String, String> of(S3Request request, Account account) {
        request.header("x-amz-expected-bucket-owner").filter(owner -> !owner.equals(account.id())).ifPresent(owner -> {
            throw new S3Error(403, "AccessDenied", "Access Denied: the bucket's owner is not " + owner);
        });
        var headers = new TreeMap<String, String>();
        request.headers().forEach((name, value) -> {
            if (name.equals("content-encoding")) {
                contentEncoding(value, headers);
            } else if (name.equals("content-type") && value.startsWith(FORM)) {
                headers.put(name, "binary/octet-stream");
            } else if (FORWARDED.contains(name) || name.startsWith("x-amz-meta-") || Upload.isChecksum(name)) {
                headers.put(name, value);
            } else if (name.startsWith("x-amz-") && !CONSUMED.contains(name)) {
                throw S3Error.notImplemented("header " + name);
            }
        });
        return headers;
    }

    /** {@code aws-chunked} is how the body travelled, not how the object is encoded. */
    private static void contentEncoding(String value, Map<String, String> headers) {
        String kept = Arrays.stream(value.split(",")).map(String::strip).filter(coding -> !coding.equals("aws-chunked")).collect(Collectors.joining(","));
        if (!kept.isEmpty()) {
            headers.put("content-encoding", kept);
        }
    }
}
