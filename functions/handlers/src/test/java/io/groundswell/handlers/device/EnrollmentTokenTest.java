package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.handlers.testing.Api.Answer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentTokenTest {

    private final DeviceWorld world = new DeviceWorld();

    @Test
    @DisplayName("[R7] tokens that are unknown, forged, expired, revoked or used up are 401 token_refused")
    void refusesBadTokens() {
        String token = world.token("{}");
        String id = token.split("~")[2];
        String csr = TestKey.p256().csr();
        List<String> bad = List.of("", "gst", "gst~f~x~y", token + "~", token.substring(0, token.length() - 1) + "*",
                token.replace(id, "0".repeat(20)), token.replace("~f~", "~g~"), "x".repeat(5000),
                token.substring(0, token.length() - 43) + "A".repeat(43));
        bad.forEach(text -> assertRefused(world.enroll(text, "cam-1", csr)));

        world.clock.move(Duration.ofSeconds(3600));
        assertRefused(world.enroll(token, "cam-1", csr));

        String revoked = world.token("{\"uses\":5}");
        String path = "DELETE /fleets/{fleet=f}/enrollment-tokens/{id=" + revoked.split("~")[2] + "}";
        assertEquals(200, world.operator.call(path).status());
        assertEquals(200, world.operator.call(path).status());
        assertRefused(world.enroll(revoked, "cam-1", csr));

        String once = world.token("{}");
        assertEquals(201, world.enroll(once, "cam-1", csr).status());
        assertRefused(world.enroll(once, "cam-2", csr));
    }

    private static void assertRefused(Answer answer) {
        assertEquals(401, answer.status(), answer::text);
        assertEquals("token_refused", answer.text("code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"uses\":0}", "{\"uses\":100001}", "{\"ttl_s\":59}", "{\"ttl_s\":2592001}", "{\"uses\":\"1\"}",
            "{\"device\":\"..\"}", "{\"device\":5}", "{\"color\":1}", "[]", "{\"uses\":1.5}", "{\"uses\":99999999999}"})
    @DisplayName("[R7] [R35] a token's budget and lifetime are bounded, anything else is a 400 that writes nothing")
    void refusesBadTokenRequests(String body) {
        int before = world.items.count();
        assertEquals(400, world.operator.call("POST /fleets/{fleet=f}/enrollment-tokens", body).status());
        assertEquals(before, world.items.count());
    }

    @Test
    @DisplayName("[R7] a token shows id, expiry and uses; its defaults are one use and one hour")
    void tokenShowsItsBudget() {
        Answer answer = world.operator.call("POST /fleets/{fleet=f}/enrollment-tokens", "{\"device\":\"cam-1\"}");
        assertEquals("2026-03-01T10:30:00.000Z", answer.text("expires_at"));
        assertEquals(1, answer.body().path("uses").asInt());
        assertEquals("cam-1", answer.text("device"));
        assertTrue(answer.text("token").startsWith("gst~f~" + answer.text("id") + "~"));
        assertEquals(404, world.operator.call("POST /fleets/{fleet=nowhere}/enrollment-tokens", "{}").status());
        assertEquals(404, world.operator.call("DELETE /fleets/{fleet=f}/enrollment-tokens/{id=none}").status());
    }

    @Test
    @DisplayName("[R7] enrolments in parallel never exceed a token's budget")
    void parallelEnrolmentsKeepTheBudget() {
        String token = world.token("{\"uses\":5}");
        String csr = TestKey.p256().csr();
        List<Supplier<Answer>> calls = IntStream.range(0, 16)
                .<Supplier<Answer>>mapToObj(i -> () -> world.enroll(token, "cam-" + i, csr)).toList();

        List<Integer> statuses = DeviceWorld.together(calls).stream().map(Answer::status).sorted().toList();

        assertEquals(5, Collections.frequency(statuses, 201), statuses::toString);
        assertEquals(11, Collections.frequency(statuses, 401), statuses::toString);
        assertEquals(5, world.devices.list("f", Optional.empty(), 50).size());
    }

    @Test
    @DisplayName("[R7] a token whose last use is taken, or that is revoked, between look and write enrols nobody")
    void budgetHoldsAtTheWrite() {
        String once = world.token("{}");
        world.beforeTransaction("", () -> assertEquals(201, world.enroll(once, "cam-1", TestKey.p256().csr()).status()));
        assertRefused(world.enroll(once, "cam-2", TestKey.p256().csr()));

        String revoked = world.token("{\"uses\":9}");
        world.beforeTransaction("", () -> assertEquals(200, world.operator.call("DELETE /fleets/{fleet=f}/enrollment-tokens/{id="
                + revoked.split("~")[2] + "}").status()));
        assertRefused(world.enroll(revoked, "cam-2", TestKey.p256().csr()));

        assertEquals(404, world.operator.call("GET /fleets/{fleet=f}/devices/{device=cam-2}").status());
    }
}
