package io.groundswell.local.iam;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The canonical form of a request (Signature Version 4, step 1), rebuilt from what arrived. */
final class CanonicalRequest {

    private CanonicalRequest() {
    }

    static String of(SignedRequest request, SignatureClaim claim, String payloadHash) {
        var headers = claim.signedHeaders().stream()
                .map(name -> name + ":" + canonicalValue(request.headers().getOrDefault(name, List.of())) + "\n")
                .collect(Collectors.joining());
        return String.join("\n", request.method(), path(request.rawPath(), claim.service()), query(request.rawQuery(), claim), headers,
                String.join(";", claim.signedHeaders()), payloadHash);
    }

    /** S3 signs the path encoded once and as it is; every other service normalizes it and encodes it twice. */
    private static String path(String rawPath, String service) {
        return service.equals("s3") ? encodedOnce(rawPath) : UriText.encodePath(normalized(rawPath));
    }

    private static String encodedOnce(String rawPath) {
        return Arrays.stream(rawPath.split("/", -1)).map(segment -> UriText.encode(UriText.decode(segment))).collect(Collectors.joining("/"));
    }

    private static String normalized(String path) {
        var kept = new ArrayDeque<String>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        boolean directory = path.endsWith("/") && !kept.isEmpty();
        return "/" + String.join("/", kept) + (directory ? "/" : "");
    }

    private static String query(String rawQuery, SignatureClaim claim) {
        var pairs = new ArrayList<String>();
        for (var parameter : Query.parse(rawQuery).parameters()) {
            boolean signature = claim.expires().isPresent() && parameter.name().equals("X-Amz-Signature");
            if (!signature) {
                pairs.add(UriText.encode(parameter.name()) + "=" + UriText.encode(parameter.value()));
            }
        }
        // Names sort before values; '=' would sort after digits, so compare with the separator lowered.
        pairs.sort((a, b) -> a.replace('=', '\0').compareTo(b.replace('=', '\0')));
        return String.join("&", pairs);
    }

    private static String canonicalValue(List<String> values) {
        return values.stream().map(value -> value.strip().replaceAll(" +", " ")).collect(Collectors.joining(","));
    }
}
