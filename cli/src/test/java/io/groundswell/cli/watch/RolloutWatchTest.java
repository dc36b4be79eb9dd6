package io.groundswell.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.CallRefused;
import io.groundswell.cli.api.ScriptedServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RolloutWatchTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final String PATH = "/fleets/plant/rollouts/r1";

    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RolloutWatch watch() {
        WaveBars bars = new WaveBars(new PrintStream(OutputStream.nullOutputStream()), new Look(false, false, true));
        return new RolloutWatch(server.api(), bars, Duration.ofMillis(1));
    }

    private static String status(String status) {
        return "{\"status\":\"" + status + "\",\"waves\":[]}";
    }

    @Test
    @DisplayName("a server that cannot answer for a moment does not end the watch")
    void momentsFault() {
        server.then(200, status("in_progress")).then(503, "").then(429, "{\"message\":\"Too Many Requests\"}").then(0, "")
                .then(200, status("in_progress")).then(200, status("succeeded"));
        assertEquals("succeeded", watch().until(PATH, RolloutWatch.FINAL, A_MINUTE).path("status").asText());
    }

    @Test
    @DisplayName("[R34] a refusal ends the watch at once, with its sentence")
    void refusal() {
        server.then(404, "{\"error\":\"rollout r1 does not exist\"}");
        assertEquals("GET /fleets/plant/rollouts/r1 answered 404: rollout r1 does not exist",
                assertThrows(CallRefused.class, () -> watch().until(PATH, RolloutWatch.FINAL, A_MINUTE)).getMessage());
        assertEquals(1, server.calls().size());
    }

    @Test
    @DisplayName("a server that cannot answer for thirty looks in a row is down")
    void down() {
        server.then(500, "{\"error\":\"internal error\"}");
        assertEquals("GET /fleets/plant/rollouts/r1 answered 500: internal error",
                assertThrows(CallRefused.class, () -> watch().until(PATH, RolloutWatch.FINAL, A_MINUTE)).getMessage());
        assertEquals(30, server.calls().size());
    }

    @Test
    @DisplayName("[R23] a rollout that ended otherwise cannot become what is awaited")
    void otherEnd() {
        server.then(200, status("failed"));
        assertEquals("expected the rollout to come to status succeeded within 60 s, found failed with []",
                assertThrows(CommandFailed.class,
                        () -> watch().until(PATH, Set.of("succeeded"), A_MINUTE)).getMessage());
    }

    @Test
    @DisplayName("[R22] an aborted rollout may still count reversals, so a watch for them goes on")
    void reversalsAfterAbort() {
        server.then(200, status("aborted")).then(200, "{\"status\":\"aborted\",\"waves\":[{\"reverted\":1}]}");
        watch().until(PATH, "a reversal", rollout -> rollout.path("waves").path(0).path("reverted").asInt() == 1, A_MINUTE);
        assertEquals(2, server.calls().size());
    }

    @Test
    @DisplayName("a watch that takes too long says what it found last")
    void tooLong() {
        server.then(200, status("in_progress"));
        String sentence = assertThrows(CommandFailed.class,
                () -> watch().until(PATH, Set.of("halted"), Duration.ofMillis(5))).getMessage();
        assertTrue(sentence.endsWith("found in_progress with []"), sentence);
    }
}
