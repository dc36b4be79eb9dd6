package io.groundswell.local.s3;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** The operations there are; each is told from the others by its method, its level and the query parameters it must have. */
enum S3Operation {
    LIST_BUCKETS("GET", Level.SERVICE, "s3:ListAllMyBuckets", Set.of(), Set.of()),
    HEAD_BUCKET("HEAD", Level.BUCKET, "s3:ListBucket", Set.of(), Set.of()),
    CREATE_BUCKET("PUT", Level.BUCKET, "s3:CreateBucket", Set.of(), Set.of()),
    DELETE_BUCKET("DELETE", Level.BUCKET, "s3:DeleteBucket", Set.of(), Set.of()),
    GET_BUCKET_LOCATION("GET", Level.BUCKET, "s3:GetBucketLocation", Set.of("location"), Set.of()),
    LIST_OBJECTS("GET", Level.BUCKET, "s3:ListBucket", Set.of(), Set.of("prefix", "delimiter", "marker", "max-keys", "encoding-type")),
    LIST_OBJECTS_V2("GET", Level.BUCKET, "s3:ListBucket", Set.of("list-type"),
            Set.of("prefix", "delimiter", "continuation-token", "start-after", "max-keys", "encoding-type", "fetch-owner")),
    LIST_MULTIPART_UPLOADS("GET", Level.BUCKET, "s3:ListBucketMultipartUploads", Set.of("uploads"),
            Set.of("prefix", "delimiter", "key-marker", "upload-id-marker", "max-uploads", "encoding-type")),
    DELETE_OBJECTS("POST", Level.BUCKET, "s3:DeleteObject", Set.of("delete"), Set.of()),
    GET_OBJECT("GET", Level.OBJECT, "s3:GetObject", Set.of(), Set.of("response-cache-control", "response-content-disposition",
            "response-content-encoding", "response-content-language", "response-content-type", "response-expires")),
    HEAD_OBJECT("HEAD", Level.OBJECT, "s3:GetObject", Set.of(), Set.of()),
    PUT_OBJECT("PUT", Level.OBJECT, "s3:PutObject", Set.of(), Set.of()),
    DELETE_OBJECT("DELETE", Level.OBJECT, "s3:DeleteObject", Set.of(), Set.of()),
    CREATE_MULTIPART_UPLOAD("POST", Level.OBJECT, "s3:PutObject", Set.of("uploads"), Set.of()),
    UPLOAD_PART("PUT", Level.OBJECT, "s3:PutObject", Set.of("partNumber", "uploadId"), Set.of()),
    COMPLETE_MULTIPART_UPLOAD("POST", Level.OBJECT, "s3:PutObject", Set.of("uploadId"), Set.of()),
    ABORT_MULTIPART_UPLOAD("DELETE", Level.OBJECT, "s3:AbortMultipartUpload", Set.of("uploadId"), Set.of()),
    LIST_PARTS("GET", Level.OBJECT, "s3:ListMultipartUploadParts", Set.of("uploadId"), Set.of("max-parts", "part-number-marker"));

    /** What a request's path names. */
    enum Level { SERVICE, BUCKET, OBJECT }

    private static final long GIGABYTE = 1024L * 1024 * 1024;
    private static final long LARGEST_OBJECT = 5 * GIGABYTE;
    private static final long LARGEST_DOCUMENT = 2L * 1024 * 1024;

    private final String method;
    private final Level level;
    private final String action;
    private final Set<String> required;
    private final Set<String> optional;

    S3Operation(String method, Level level, String action, Set<String> required, Set<String> optional) {
        this.method = method;
        this.level = level;
        this.action = action;
        this.required = required;
        this.optional = optional;
    }

    static S3Operation of(String method, Level level, Set<String> parameters) {
        S3Operation operation = Arrays.stream(values())
                .filter(known -> known.method.equals(method) && known.level == level && parameters.containsAll(known.required))
                .max(Comparator.comparingInt(known -> known.required.size()))
                .orElseThrow(() -> S3Error.notImplemented(method + " on " + described(level) + " with parameters " + new TreeSet<>(parameters)));
        var unknown = new TreeSet<>(parameters);
        unknown.removeAll(operation.required);
        unknown.removeAll(operation.optional);
        if (!unknown.isEmpty()) {
            throw S3Error.notImplemented(method + " on " + described(level) + " with parameters " + unknown);
        }
        return operation;
    }

    private static String described(Level level) {
        return switch (level) {
            case SERVICE -> "the service";
            case BUCKET -> "a bucket";
            case OBJECT -> "an object";
        };
    }

    String action() {
        return action;
    }

    /** Whether it sends a body at all. */
    boolean hasBody() {
        return method.equals("PUT") || method.equals("POST");
    }

    boolean storesBody() {
        return this == PUT_OBJECT || this == UPLOAD_PART;
    }

    long largestBody() {
        return storesBody() ? LARGEST_OBJECT : LARGEST_DOCUMENT;
    }

    /** Whether it changes what one key holds. */
    boolean changesKey() {
        return this == PUT_OBJECT || this == DELETE_OBJECT || this == COMPLETE_MULTIPART_UPLOAD;
    }
}
