package io.groundswell.handlers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.Api.Answer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileBodyTest {

    private static final String ROUTE = "POST /x";
    private static final String READ = "read";

    private final Api api = Api.of(Map.of(ROUTE, request -> {
        Fields body = request.fields();
        String text = body.text("name");
        body.optionalTree("tree");
        body.decimal("percent");
        body.refuseUnknown();
        return ApiResponse.ok(Map.of(READ, text));
    }));

    private void refuses(Answer answer) {
        assertEquals(400, answer.status(), answer::toString);
        assertTrue(answer.error().length() > 10, answer::error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "0000007b", "7b000000ffffffff", "0000feff00110000", "feff007b", "fffe7b00", "c080", "eda080",
        "7b226e616d65223a22ff227d", "7b226e616d65223a22c0af227d", "7b226e616d65223a22eda080227d", "f4908080", "80", "00", "efbbbf"})
    @DisplayName("[R35] bytes that are not UTF-8 text of one JSON object are a 400, whatever encoding they resemble")
    void bytesThatAreNotUtf8(String hex) {
        refuses(api.call(ROUTE, HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @CsvSource({"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "UTF-16"})
    @DisplayName("[R35] a body is UTF-8: the same text in another encoding is not guessed")
    void otherEncodings(String charset) {
        refuses(api.call(ROUTE, "{\"name\":\"a\"}".getBytes(Charset.forName(charset))));
        assertEquals("a", api.call(ROUTE, "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8)).text(READ));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"\\ud800\":1}", "{\"\\udfff\\ud800\":1}", "{\"name\":\"\\ud800\"}", "{\"name\":\"a\",\"\\udc00\":{}}",
        "{\"name\":\"a\",\"\\u0000\\r\\n\\u2028\":1}", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":{\"a\":1,\"a\":2}}",
        "{\"name\":1e999999999}", "{\"name\":1E-999999999}", "{\"name\":\"a\"}{}", "{\"name\":\"a\"},", "[{\"name\":\"a\"}]", "null",
        "{\"name\":NaN}", "{\"name\":0x10}", "{'name':'a'}", "{\"name\":\"a\",}", "// {}\n{\"name\":\"a\"}", "{\"percent\":1e99999999999}"})
    @DisplayName("[R35] JSON that two readers could read differently is a 400 with a sentence")
    void ambiguousJson(String body) {
        refuses(api.call(ROUTE, body));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1_000, 100_000})
    @DisplayName("[R35] nesting, long numbers and long names are refused before they cost anything")
    void bombs(int n) {
        refuses(api.call(ROUTE, "[".repeat(n + 1)));
        refuses(api.call(ROUTE, "{\"a\":".repeat(n + 1)));
        refuses(api.call(ROUTE, "{\"percent\":" + "9".repeat(n + 1) + "}"));
        refuses(api.call(ROUTE, "{\"percent\":0." + "9".repeat(n + 1) + "}"));
        refuses(api.call(ROUTE, "{\"" + "n".repeat(n + 1) + "\":1}"));
        refuses(api.call(ROUTE, "\"" + "\\u0000".repeat(n)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "a", "{}", "@@@@"})
    @DisplayName("[R35] a body over two million characters is a 400 that tells the limit")
    void oversized(String part) {
        Answer answer = api.call(ROUTE, part.repeat(2_100_000));
        refuses(answer);
        assertTrue(answer.error().startsWith("the request body must have at most 2097152 characters, found "), answer::error);
    }
}
