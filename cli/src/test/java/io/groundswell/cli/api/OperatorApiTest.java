package io.groundswell.cli.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.cli.CommandFailed;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorApiTest {

    private ScriptedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "404 | {\"error\":\"fleet plant does not exist\"} | GET /fleets/plant answered 404: fleet plant does not exist",
        "403 | {\"message\":\"Forbidden\"} | GET /fleets/plant answered 403: Forbidden",
        "502 | <html>Bad Gateway</html> | GET /fleets/plant answered 502: <html>Bad Gateway</html>"})
    @DisplayName("[R34] a refusal is shown with the call, the status and the server's own sentence")
    void refusals(int status, String body, String sentence) {
        server.then(status, body);
        assertEquals(sentence,
                assertThrows(CallRefused.class, () -> server.api().get("/fleets/plant")).getMessage());
    }

    @Test
    @DisplayName("an answer without a body says that no reason was given")
    void noReason() {
        server.then(500, "");
        assertEquals("POST /x answered 500: no reason given",
                assertThrows(CallRefused.class, () -> server.api().post("/x", Map.of())).getMessage());
    }

    @Test
    @DisplayName("control characters of an answer never reach the terminal, and a long one is cut")
    void hostileAnswer() {
        server.then(400, "\u001b[2J" + "x".repeat(500));
        String sentence = assertThrows(CallRefused.class, () -> server.api().get("/x")).getMessage();
        assertFalse(sentence.contains("\u001b"), sentence);
        assertEquals("GET /x answered 400: ".length() + 200, sentence.length());
    }

    @ParameterizedTest
    @CsvSource({"400,false", "403,false", "404,false", "409,false", "429,true", "500,true", "503,true"})
    @DisplayName("only throttling and the server's own faults may pass by themselves")
    void passing(int status, boolean passing) {
        assertEquals(passing, new CallRefused(status, "refused").isPassing());
    }

    @Test
    @DisplayName("a server that hangs up is named, not a stack trace")
    void noAnswer() {
        server.then(0, "");
        String sentence = assertThrows(CommandFailed.class, () -> server.api().get("/x")).getMessage();
        assertTrue(sentence.startsWith("GET /x got no answer: "), sentence);
    }

    @Test
    @DisplayName("an answer that is no JSON is refused as that")
    void noJson() {
        server.then(200, "hello");
        String sentence = assertThrows(CommandFailed.class, () -> server.api().get("/x")).getMessage();
        assertTrue(sentence.startsWith("expected JSON: "), sentence);
    }
}
