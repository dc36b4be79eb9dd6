package io.groundswell.local.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.iam.AwsExample;
import io.groundswell.local.iam.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {

    private static final Payload.Chunked SIGNED = new Payload.Chunked(true, false);
    private static final Payload.Chunked TRAILER = new Payload.Chunked(false, true);
    private static final String EXAMPLE = chunk(65_536, AwsExample.FIRST_CHUNK) + chunk(1_024, AwsExample.SECOND_CHUNK)
            + "0;chunk-signature=" + AwsExample.LAST_CHUNK + "\r\n\r\n";

    @Test
    @DisplayName("[R3] the signed chunks of AWS's own example decode to its 66,560 bytes")
    void decodesTheExample() throws Exception {
        assertEquals("a".repeat(66_560), decode(EXAMPLE, SIGNED));
    }

    @Test
    @DisplayName("[R3] a changed byte, chunk signature or order is SignatureDoesNotMatch")
    void refusesTampering() {
        String swapped = chunk(1_024, AwsExample.SECOND_CHUNK) + chunk(65_536, AwsExample.FIRST_CHUNK) + "0;chunk-signature=" + AwsExample.LAST_CHUNK + "\r\n\r\n";
        for (String body : new String[] {EXAMPLE.replaceFirst("aaaa", "aaab"), EXAMPLE.replace("ad80", "ad81"), EXAMPLE.replace("b6c6", "b6c7"), swapped}) {
            var refusal = assertThrows(S3Error.class, () -> decode(body, SIGNED));
            assertEquals(403, refusal.status());
            assertTrue(new String(refusal.xml(), StandardCharsets.UTF_8).contains("<Code>SignatureDoesNotMatch</Code>"));
        }
    }

    @Test
    @DisplayName("[R3] a trailer comes back by lower-case name")
    void readsTheTrailer() throws Exception {
        var out = new ByteArrayOutputStream();
        var trailer = body("5\r\nhello\r\n0\r\nX-Amz-Checksum-CRC32:NhCmhg==\r\n\r\n", TRAILER).decodeTo(out);
        assertEquals(Map.of("x-amz-checksum-crc32", "NhCmhg=="), trailer);
        assertEquals("hello", out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\nx-amz-check"})
    @DisplayName("[R3] a body that ends too early is told from one that is complete")
    void noticesTheEnd(String cut) {
        assertThrows(EOFException.class, () -> decode(cut, TRAILER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nhello\r\n", "4\r\nhello\r\n0\r\n\r\n", "-1\r\n", "0\r\nno colon\r\n\r\n", "fffffffffffff\r\n"})
    @DisplayName("[R35] a malformed body is a 400, not an error")
    void refusesNonsense(String body) {
        assertEquals(400, assertThrows(S3Error.class, () -> decode(body, TRAILER)).status());
    }

    private static String decode(String text, Payload.Chunked form) throws IOException {
        var out = new ByteArrayOutputStream();
        body(text, form).decodeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ChunkedBody body(String text, Payload.Chunked form) {
        return new ChunkedBody(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), form, AwsExample.signatures());
    }

    private static String chunk(int length, String signature) {
        return Integer.toHexString(length) + ";chunk-signature=" + signature + "\r\n" + "a".repeat(length) + "\r\n";
    }
}
