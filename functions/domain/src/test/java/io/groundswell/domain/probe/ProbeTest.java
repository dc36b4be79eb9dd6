package io.groundswell.domain.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.error.InvalidRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

    @ParameterizedTest
    @CsvSource({"exec, EXEC", "http, HTTP", "file, FILE"})
    @DisplayName("[R29] types are exec, http and file")
    void knowsThreeTypes(String word, ProbeType type) {
        assertEquals(type, ProbeType.parse(word));
        assertEquals(word, type.word());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"shell", "EXEC", "tcp"})
    @DisplayName("[R29] any other type is refused")
    void refusesOtherTypes(String word) {
        assertThrows(InvalidRequest.class, () -> ProbeType.parse(word));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "300, 10, 3600", "30, 3, 5"})
    @DisplayName("[R29] timeout_s 1-300, attempts 1-10, initial_delay_s 0-3600")
    void acceptsTheRanges(int timeout, int attempts, int delay) {
        Probe probe = new Probe(ProbeType.FILE, "/run/ok", timeout, attempts, delay);
        assertEquals(timeout, probe.timeoutS());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0   | 1  | 0    | probe.timeout_s must be 1 to 300, found 0",
        "301 | 1  | 0    | probe.timeout_s must be 1 to 300, found 301",
        "-5  | 1  | 0    | probe.timeout_s must be 1 to 300, found -5",
        "1   | 0  | 0    | probe.attempts must be 1 to 10, found 0",
        "1   | 11 | 0    | probe.attempts must be 1 to 10, found 11",
        "1   | 1  | -1   | probe.initial_delay_s must be 0 to 3600, found -1",
        "1   | 1  | 3601 | probe.initial_delay_s must be 0 to 3600, found 3601"})
    @DisplayName("[R29] a number outside its range is refused by name")
    void refusesOtherNumbers(int timeout, int attempts, int delay, String message) {
        assertEquals(message, assertThrows(InvalidRequest.class,
                () -> new Probe(ProbeType.FILE, "/run/ok", timeout, attempts, delay)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/true", "/opt/gauge/check", "/opt/..gauge/check", "/a b/c"})
    @DisplayName("[R29] exec and file take an absolute path")
    void acceptsAbsolutePaths(String path) {
        assertEquals(path, new Probe(ProbeType.EXEC, path, 1, 1, 0).target());
        assertEquals(path, new Probe(ProbeType.FILE, path, 1, 1, 0).target());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"true", "./true", "/", "//bin/true", "/bin//true", "/bin/", "/opt/../bin/sh", "/opt/./x",
        "/bin/true\n", "/bin/\u00e4", "http://localhost/ok", "C:\\check"})
    @DisplayName("[R29] exec and file refuse whatever is no absolute normal path")
    void refusesOtherPaths(String path) {
        assertThrows(InvalidRequest.class, () -> new Probe(ProbeType.EXEC, path, 1, 1, 0));
        assertThrows(InvalidRequest.class, () -> new Probe(ProbeType.FILE, path, 1, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/health", "http://127.0.0.1:8080/", "https://127.8.9.255/x?y=z",
        "http://[::1]:9000/ok", "HTTP://LOCALHOST/ok"})
    @DisplayName("[R29] http takes a loopback URL")
    void acceptsLoopback(String url) {
        assertTrue(Probe.isLoopbackUrl(url));
        assertEquals(url, new Probe(ProbeType.HTTP, url, 1, 1, 0).target());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"http://example.com/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/",
        "http://0.0.0.0/", "http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://1270.0.0.1/",
        "http://127.0.0.256/", "http://127.1/", "http://user@localhost/", "http://localhost@example.com/",
        "http://localhost:pw@example.com/", "http://example.com#@localhost/", "http://example.com\\@localhost/",
        "ftp://localhost/", "file:///etc/passwd", "//localhost/", "localhost", "/health", "http:///x", "http:localhost",
        "http://localhost:65536/", "http://localhost:99999999999/", "http://[::2]/", "http://localhost/ a",
        "http://localhost/\r\nHost: x"})
    @DisplayName("[R29] http refuses any URL that may leave the device")
    void refusesOtherUrls(String url) {
        assertThrows(InvalidRequest.class, () -> new Probe(ProbeType.HTTP, url, 1, 1, 0));
    }

    @Test
    @DisplayName("[R29] a target has at most 1,024 characters")
    void boundsTheTarget() {
        assertEquals(1_024, new Probe(ProbeType.FILE, "/" + "x".repeat(1_023), 1, 1, 0).target().length());
        assertThrows(InvalidRequest.class, () -> new Probe(ProbeType.FILE, "/" + "x".repeat(1_024), 1, 1, 0));
        assertFalse(Probe.isLoopbackUrl("not a url"));
    }
}
