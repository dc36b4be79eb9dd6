package io.groundswell.local.s3;

import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Query;
import io.groundswell.local.iam.SignedRequest;
import io.groundswell.local.iam.UriText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A request in S3's terms, path style: what it wants, of which bucket and key, with the headers that matter to the store.
 *
 * @param bucket empty for the service itself
 * @param key decoded, empty for a bucket
 * @param parameters without those of the signature
 * @param headers by lower-case name; those that a presigned URL carries in its query included
 */
record S3Request(S3Operation operation, String method, String bucket, String key, List<Query.Parameter> parameters, Map<String, String> headers) {

    private static final Set<String> SIGNATURE_PARAMETERS = Set.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires",
            "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Content-Sha256");
    /** Names the operation for metrics; S3 itself ignores it. */
    private static final String OPERATION_HINT = "x-id";

    static S3Request of(SignedRequest request) {
        String path = UriText.decode(request.rawPath());
        int slash = path.indexOf('/', 1);
        String bucket = slash < 0 ? path.substring(1) : path.substring(1, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        checkKey(bucket, key);
        var headers = new TreeMap<String, String>();
        request.headers().forEach((name, values) -> headers.put(name, String.join(",", values)));
        var parameters = new ArrayList<Query.Parameter>();
        for (var parameter : Query.parse(request.rawQuery()).parameters()) {
            String name = parameter.name();
            if (name.toLowerCase(Locale.ROOT).startsWith("x-amz-") && !SIGNATURE_PARAMETERS.contains(name)) {
                headers.putIfAbsent(name.toLowerCase(Locale.ROOT), parameter.value());
            } else if (!name.equals(OPERATION_HINT) && !SIGNATURE_PARAMETERS.contains(name)) {
                parameters.add(parameter);
            }
        }
        var level = bucket.isEmpty() ? S3Operation.Level.SERVICE : key.isEmpty() ? S3Operation.Level.BUCKET : S3Operation.Level.OBJECT;
        var names = parameters.stream().map(Query.Parameter::name).collect(Collectors.toCollection(TreeSet::new));
        return new S3Request(S3Operation.of(request.method(), level, names), request.method(), bucket, key, List.copyOf(parameters), Map.copyOf(headers));
    }

    /** The permissions the call needs. */
    List<Access> accesses() {
        String action = operation.action();
        return switch (operation) {
            case LIST_BUCKETS -> List.of(new Access(action, "*"));
            case LIST_OBJECTS, LIST_OBJECTS_V2 -> List.of(listing(parameter("prefix").orElse("")));
            case HEAD_BUCKET, CREATE_BUCKET, DELETE_BUCKET, GET_BUCKET_LOCATION, LIST_MULTIPART_UPLOADS -> List.of(new Access(action, bucketArn()));
            case DELETE_OBJECTS -> List.of(new Access(action, bucketArn() + "/*"));
            case GET_OBJECT, HEAD_OBJECT, DELETE_OBJECT, CREATE_MULTIPART_UPLOAD, COMPLETE_MULTIPART_UPLOAD, ABORT_MULTIPART_UPLOAD, LIST_PARTS ->
                    List.of(new Access(action, bucketArn() + "/" + key));
            case PUT_OBJECT, UPLOAD_PART -> writing();
        };
    }

    /** What a caller needs to be told that a key does not exist; without it S3 says only that access is denied. */
    Access listing(String prefix) {
        return new Access("s3:ListBucket", bucketArn(), Map.of("s3:prefix", List.of(prefix)));
    }

    /** Path and query for the store, encoded in one unambiguous way. */
    String target() {
        String path = bucket.isEmpty() ? "/" : "/" + bucket + (key.isEmpty() ? "" : "/" + UriText.encodePath(key));
        String query = parameters.stream().map(parameter -> UriText.encode(parameter.name()) + "=" + UriText.encode(parameter.value()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** Whether the body is what the store keeps; a copy has none. */
    boolean storesBody() {
        return operation.storesBody() && header("x-amz-copy-source").isEmpty();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    private List<Access> writing() {
        var accesses = new ArrayList<Access>();
        accesses.add(new Access(operation.action(), bucketArn() + "/" + key));
        header("x-amz-copy-source").ifPresent(source -> {
            String decoded = UriText.decode(source);
            accesses.add(new Access("s3:GetObject", "arn:aws:s3:::" + (decoded.startsWith("/") ? decoded.substring(1) : decoded)));
        });
        return accesses;
    }

    private Optional<String> parameter(String name) {
        return parameters.stream().filter(parameter -> parameter.name().equals(name)).map(Query.Parameter::value).findFirst();
    }

    private String bucketArn() {
        return "arn:aws:s3:::" + bucket;
    }

    /** The store keeps objects as files, where these keys would not be what they are in S3. */
    private static void checkKey(String bucket, String key) {
        if (!bucket.isEmpty() && !bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new S3Error(400, "InvalidBucketName", "The specified bucket is not valid: '" + bucket + "'");
        }
        if (key.length() > 1024) {
            throw new S3Error(400, "KeyTooLongError", "Your key is too long: expected at most 1024 bytes, found " + key.length());
        }
        boolean unsafe = key.indexOf('\0') >= 0 || Arrays.stream(key.split("/")).anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (!key.isEmpty() && unsafe) {
            throw S3Error.invalid("keys with an empty, '.' or '..' segment are not available locally, found '" + key + "'");
        }
    }
}
