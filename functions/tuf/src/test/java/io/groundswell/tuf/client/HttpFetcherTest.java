package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.MetadataRefused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpFetcherTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        testIsOver.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private HttpFetcher fetcher(Duration total, Duration stall) {
        return new HttpFetcher(http, URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base"),
                total, stall);
    }

    private interface Answer {

        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private void answer(Answer answer) {
        server.createContext("/base/", exchange -> {
            try (exchange) {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void status(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Test
    @DisplayName("[R30] a file is fetched below the base, its path as it was encoded")
    void fetches() {
        byte[] large = new byte[300_000];
        large[299_999] = 1;
        answer(exchange -> status(exchange, exchange.getRequestURI().getRawPath().equals("/base/1.a%2Fb.json")
                ? 200 : 404, large));
        assertArrayEquals(large, fetcher(LONG, LONG).fetch("1.a%2Fb.json", 300_000));
        assertThrows(FileMissing.class, () -> fetcher(LONG, LONG).fetch("1.a/b.json", 300_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    @DisplayName("[R30] 403 and 404 mean that there is no such file")
    void knowsMissingFiles(int status) {
        answer(exchange -> status(exchange, status, new byte[] {1}));
        assertThrows(FileMissing.class, () -> fetcher(LONG, LONG).fetch("2.root.json", 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 400, 401, 410, 429, 500, 503})
    @DisplayName("[R30] any other status is a failure, not a missing file")
    void failsOnOtherStatuses(int status) {
        answer(exchange -> status(exchange, status, new byte[0]));
        FetchFailed failed = assertThrows(FetchFailed.class, () -> fetcher(LONG, LONG).fetch("2.root.json", 10));
        assertTrue(failed.getMessage().endsWith("expected 200, found " + status), failed.getMessage());
    }

    @Test
    @DisplayName("[R30] a server that cannot be reached is a failure")
    void failsWithoutAServer() {
        HttpFetcher fetcher = fetcher(LONG, LONG);
        server.stop(0);
        assertThrows(FetchFailed.class, () -> fetcher.fetch("2.root.json", 10));
    }

    @Test
    @DisplayName("[R30] a server that never answers is given up")
    void givesUpOnSilence() {
        answer(exchange -> testIsOver.await());
        assertThrows(FetchFailed.class, () -> fetcher(LONG, SHORT).fetch("timestamp.json", 10));
    }

    @Test
    @DisplayName("[R30] a body that stalls is cut off")
    void cutsOffAStalledBody() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            testIsOver.await();
        });
        FetchFailed failed = assertThrows(FetchFailed.class,
                () -> fetcher(LONG, Duration.ofSeconds(3)).fetch("timestamp.json", 1_000));
        assertTrue(failed.getMessage().contains("no progress"), failed.getMessage());
    }

    @Test
    @DisplayName("[R30] a body that trickles without end is cut off at the deadline")
    void cutsOffATrickle() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (!testIsOver.await(20, TimeUnit.MILLISECONDS)) {
                    body.write(0);
                    body.flush();
                }
            }
        });
        FetchFailed failed = assertThrows(FetchFailed.class,
                () -> fetcher(Duration.ofSeconds(3), LONG).fetch("timestamp.json", 1_000));
        assertTrue(failed.getMessage().contains("not complete in time"), failed.getMessage());
    }

    @Test
    @DisplayName("[R30] an endless body is left at the length bound")
    void cutsOffAnEndlessBody() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[65_536];
            while (testIsOver.getCount() > 0) {
                exchange.getResponseBody().write(chunk);
            }
        });
        assertEquals(MetadataRefused.Reason.MISMATCH, assertThrows(MetadataRefused.class,
                () -> fetcher(LONG, LONG).fetch("timestamp.json", 16_384)).reason());
    }

    @Test
    @DisplayName("[R30] a body that breaks off is a failure, not a short file")
    void noticesABrokenBody() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[10]);
        });
        assertThrows(FetchFailed.class, () -> fetcher(LONG, LONG).fetch("timestamp.json", 1_000));
    }
}
