package io.groundswell.local.iam;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.groundswell.local.iam.Verification.Refused;
import io.groundswell.local.iam.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SigV4Properties {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Credentials credentials = Credentials.inMemory(new Account("us-east-1", "000000000000"));
    private final SigV4 verifier = new SigV4(credentials, Clock.fixed(NOW, ZoneOffset.UTC));

    @Property(tries = 300)
    @Label("[R24] whatever the AWS SDK signs verifies, for S3 and for other services; with one character of the body changed it never does")
    void agreesWithTheSdk(@ForAll("segments") List<String> segments, @ForAll("segments") List<String> query, @ForAll String text, @ForAll boolean s3) {
        String service = s3 ? "s3" : "execute-api";
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String url = "http://127.0.0.1:4566/" + segments.stream().map(UriText::encode).collect(Collectors.joining("/"))
                + "?" + query.stream().map(value -> UriText.encode("p" + value) + "=" + UriText.encode(value)).collect(Collectors.joining("&"));
        var request = new Signer(credentials.owner(), service, NOW).sign("PUT", url, Map.of("X-Other", "a  b"), body);
        var outcome = verifier.verify(request, Set.of(service));
        assertInstanceOf(Verified.class, outcome, () -> outcome + " for " + request);
        byte[] changed = (text + "!").getBytes(StandardCharsets.UTF_8);
        var tampered = SignedRequest.of(request.method(), request.rawPath(), request.rawQuery(), request.headers(), changed);
        assertInstanceOf(Refused.class, verifier.verify(tampered, Set.of(service)));
    }

    @Provide
    Arbitrary<List<String>> segments() {
        var segment = Arbitraries.strings().withChars("abcXYZ019-._~ +%=&;,:@/!*'()$äé漢").ofMinLength(1).ofMaxLength(12)
                .filter(text -> !text.equals(".") && !text.equals(".."));
        return segment.list().ofMinSize(1).ofMaxSize(4);
    }
}
