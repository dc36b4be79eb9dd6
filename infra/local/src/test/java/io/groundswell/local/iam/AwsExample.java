package io.groundswell.local.iam;

import java.nio.charset.StandardCharsets;

/** The streamed upload that the S3 reference works through, with its published signatures. */
public final class AwsExample {

    public static final String FIRST_CHUNK = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
    public static final String SECOND_CHUNK = "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
    public static final String LAST_CHUNK = "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";
    private static final String SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";

    private AwsExample() {
    }

    public static ChunkSignatures signatures() {
        byte[] date = ChunkSignatures.hmac("AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".getBytes(StandardCharsets.UTF_8), "20130524");
        byte[] key = ChunkSignatures.hmac(ChunkSignatures.hmac(ChunkSignatures.hmac(date, "us-east-1"), "s3"), "aws4_request");
        return new ChunkSignatures(key, "20130524T000000Z", "20130524/us-east-1/s3/aws4_request", SEED);
    }
}
