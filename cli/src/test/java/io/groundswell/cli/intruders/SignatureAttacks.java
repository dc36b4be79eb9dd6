package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calling as an operator without an operator's key. */
interface SignatureAttacks extends Attacks {

    String FORBIDDEN = "{\"message\":\"Forbidden\"}";
    String AUTHORIZATION = "authorization";

    private Call creation(String group) {
        return Call.of("POST", site().alpha.path("/groups"), "{\"name\":\"" + group + "\",\"devices\":[\"alpha-d0\"]}");
    }

    private Call signed(Call call, Signature signature) {
        return signature.sign(site().operators.server(), call);
    }

    @Test
    @DisplayName("[R24] a request is what its signature covers: everything else about it that is changed makes it 403")
    default void tamperedRequests() {
        Call right = signed(creation("tampered"), Signature.by(site().user("operator")));
        Map<String, Call> forged = new LinkedHashMap<>();
        forged.put("body", right.body(new String(right.body()).replace("alpha-d0", "alpha-d1")));
        forged.put("longer body", right.body(new String(right.body()) + " "));
        forged.put("empty body", right.body(""));
        forged.put("path", right.target("/fleets/beta/groups"));
        forged.put("doubled slash", right.target("//fleets/alpha/groups"));
        forged.put("dot segment", right.target("/fleets/beta/../alpha/groups"));
        forged.put("query", right.target(right.target() + "?limit=1"));
        forged.put("method", right.method("PUT"));
        forged.put("signed header", right.changed("content-type", "text/plain"));
        forged.put("host", right.changed("host", "evil.example"));
        forged.put("date", right.changed("x-amz-date", "20260101T000000Z"));
        forged.put("no date", right.without("x-amz-date"));
        forged.put("two dates", right.with("x-amz-date", right.header("x-amz-date")));
        forged.put("unsigned amz header", right.with("x-amz-security-token", "AAAA"));
        forged.put("unsigned payload", right.changed("x-amz-content-sha256", "UNSIGNED-PAYLOAD"));
        forged.put("streamed payload", right.changed("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"));
        refusesAll(forged);
        assertEquals(201, site().operators.send(right).status());
    }

    @Test
    @DisplayName("[R24] a signature that is missing, cut, doubled, of another key, service, region or time is 403")
    default void forgedSignatures() {
        AccessKey operator = site().user("operator");
        Signature own = Signature.by(operator);
        Call call = creation("forged");
        Call right = signed(call, own);
        String authorization = right.header(AUTHORIZATION);
        Map<String, Call> forged = new LinkedHashMap<>();
        forged.put("none", call);
        forged.put("wrong secret", signed(call, Signature.by(new AccessKey(operator.id(), "wrong", Optional.empty()))));
        forged.put("another user's secret", signed(call, Signature.by(
                new AccessKey(operator.id(), site().user("approver").secret(), Optional.empty()))));
        forged.put("unknown key", signed(call, Signature.by(new AccessKey("AKIAAAAAAAAAAAAAAAAA", "x", Optional.empty()))));
        forged.put("another service", signed(call, own.service("s3")));
        forged.put("another region", signed(call, own.region("eu-west-1")));
        forged.put("an hour old", signed(call, own.at(Instant.now().minus(Duration.ofHours(1)))));
        forged.put("from the future", signed(call, own.at(Instant.now().plus(Duration.ofHours(1)))));
        forged.put("two authorizations", right.with("Authorization", authorization));
        forged.put("good after bad", signed(call, own).changed(AUTHORIZATION, "Basic b3BlcmF0b3I6eA==").with("Authorization", authorization));
        forged.put("basic", call.with(AUTHORIZATION, "Basic b3BlcmF0b3I6eA=="));
        forged.put("bearer", call.with(AUTHORIZATION, "Bearer x"));
        forged.put("empty", call.with(AUTHORIZATION, ""));
        forged.put("no signature", right.changed(AUTHORIZATION, authorization.replaceAll("Signature=.*", "Signature=")));
        forged.put("cut signature", right.changed(AUTHORIZATION, authorization.substring(0, authorization.length() - 1)));
        forged.put("zero signature", right.changed(AUTHORIZATION, authorization.replaceAll("Signature=.*", "Signature=" + "0".repeat(64))));
        forged.put("no signed headers", right.changed(AUTHORIZATION, authorization.replaceAll("SignedHeaders=[^,]*", "SignedHeaders=")));
        forged.put("host unsigned", right.changed(AUTHORIZATION, authorization.replace("host;", "")));
        forged.put("no algorithm", right.changed(AUTHORIZATION, authorization.replace("AWS4-HMAC-SHA256", "none")));
        forged.put("a key too long", call.with(AUTHORIZATION, "AWS4-HMAC-SHA256 Credential=" + "A".repeat(5000)));
        refusesAll(forged);
    }

    @Test
    @DisplayName("[R24] a signature in the query covers path, query, method and time just the same")
    default void signaturesInTheQuery() {
        Signature own = Signature.by(site().user("auditor"));
        Call read = Call.of("GET", site().alpha.path(""));
        Call right = own.presign(site().operators.server(), read, Duration.ofMinutes(1));
        Map<String, Call> forged = new LinkedHashMap<>();
        forged.put("another fleet", right.target(right.target().replace("/fleets/alpha", "/fleets/beta")));
        forged.put("longer life", right.target(right.target().replace("X-Amz-Expires=60", "X-Amz-Expires=600000")));
        forged.put("expired", own.at(Instant.now().minus(Duration.ofHours(1)))
                .presign(site().operators.server(), read, Duration.ofMinutes(1)));
        forged.put("no signature", right.target(right.target().replaceAll("X-Amz-Signature=[0-9a-f]+", "X-Amz-Signature=")));
        forged.put("one more parameter", right.target(right.target() + "&limit=1"));
        forged.put("another user", right.target(right.target().replace(site().user("auditor").id(), site().user("operator").id())));
        refusesAll(forged);
    }

    private void refusesAll(Map<String, Call> forged) {
        site().withoutTrace(() -> forged.forEach((what, call) -> {
            Reply reply = site().operators.send(call).refuses(what);
            boolean noSuchRoute = reply.status() == 404 && (call.method().equals("PUT") || !call.target().startsWith("/fleets/alpha")
                    && !call.target().startsWith("/fleets/beta/groups"));
            assertTrue(reply.status() == 403 && reply.body().equals(FORBIDDEN) || noSuchRoute || reply.status() == 400,
                    () -> what + ": " + reply.raw());
        }));
    }
}
