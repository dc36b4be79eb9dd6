package io.groundswell.cli.intruders;

import io.groundswell.local.iam.AccessKey;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** How a call is signed, by the AWS SDK's own signer. */
record Signature(AccessKey key, String service, String region, Instant at) {

    static Signature by(AccessKey key) {
        return new Signature(key, "execute-api", "us-east-1", Instant.now());
    }

    Signature at(Instant other) {
        return new Signature(key, service, region, other);
    }

    Signature service(String other) {
        return new Signature(key, other, region, at);
    }

    Signature region(String other) {
        return new Signature(key, service, other, at);
    }

    /** The call with the headers that sign it. */
    Call sign(URI server, Call call) {
        Call signed = call;
        var request = AwsV4HttpSigner.create().sign(signing(server, call).build()).request();
        for (String name : new String[] {"Host", "X-Amz-Date", "x-amz-content-sha256", "Authorization"}) {
            for (String value : request.matchingHeaders(name)) {
                signed = signed.changed(name, value);
            }
        }
        return signed;
    }

    /** The call with its signature in the query. */
    Call presign(URI server, Call call, Duration validity) {
        var signing = signing(server, call)
                .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, validity);
        var request = AwsV4HttpSigner.create().sign(signing.build()).request();
        return call.target(request.encodedPath() + "?" + request.encodedQueryParameters().orElse(""));
    }

    private SignRequest.Builder<AwsCredentialsIdentity> signing(URI server, Call call) {
        SignRequest.Builder<AwsCredentialsIdentity> signing =
                SignRequest.builder(AwsCredentialsIdentity.create(key.id(), key.secret()));
        return signing.request(request(server, call)).payload(ContentStreamProvider.fromByteArray(call.body()))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
    }

    private static SdkHttpRequest request(URI server, Call call) {
        String[] pathAndQuery = call.target().split("\\?", 2);
        SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(call.method()))
                .protocol("http").host(server.getHost()).port(server.getPort()).encodedPath(pathAndQuery[0]);
        if (pathAndQuery.length == 2) {
            for (String pair : pathAndQuery[1].split("&")) {
                String[] nameAndValue = pair.split("=", 2);
                request.appendRawQueryParameter(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
            }
        }
        call.headers().forEach(header -> request.appendHeader(header.getKey(), header.getValue()));
        return request.build();
    }
}
