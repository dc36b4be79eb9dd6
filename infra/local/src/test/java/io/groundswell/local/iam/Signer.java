package io.groundswell.local.iam;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signs requests with the AWS SDK's own signer, which knows nothing of ours. */
final class Signer {

    private final AccessKey key;
    private final String service;
    private final Instant at;

    Signer(AccessKey key, String service, Instant at) {
        this.key = key;
        this.service = service;
        this.at = at;
    }

    SignedRequest sign(String method, String url, Map<String, String> headers, byte[] body) {
        return received(signed(method, url, headers, body, null), body);
    }

    /** As S3's presigner does, without the payload; the signer leaves it out of a plain HTTP request only when told that it is HTTPS. */
    SignedRequest presign(String method, String url, Map<String, String> headers, Duration validity) {
        return received(signed(method, url.replace("http:", "https:"), headers, new byte[0], validity), new byte[0]);
    }

    private SdkHttpRequest signed(String method, String url, Map<String, String> headers, byte[] body, Duration validity) {
        var uri = URI.create(url);
        var request = SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
        headers.forEach(request::putHeader);
        boolean s3 = service.equals("s3");
        SignRequest.Builder<AwsCredentialsIdentity> signing = SignRequest.builder(identity());
        signing.request(request.build()).payload(ContentStreamProvider.fromInputStreamSupplier(() -> new ByteArrayInputStream(body)))
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !s3)
                .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !s3)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
        if (validity != null) {
            signing.putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, validity)
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, !s3);
        }
        return AwsV4HttpSigner.create().sign(signing.build()).request();
    }

    private AwsCredentialsIdentity identity() {
        return key.sessionToken().isPresent()
                ? AwsSessionCredentialsIdentity.create(key.id(), key.secret(), key.sessionToken().get())
                : AwsCredentialsIdentity.create(key.id(), key.secret());
    }

    private static SignedRequest received(SdkHttpRequest request, byte[] body) {
        Map<String, List<String>> headers = request.headers();
        return SignedRequest.of(request.method().name(), request.encodedPath(), request.encodedQueryParameters().orElse(""), headers, body);
    }
}
