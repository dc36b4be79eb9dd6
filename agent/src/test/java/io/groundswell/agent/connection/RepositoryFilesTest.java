package io.groundswell.agent.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.groundswell.agent.connection.TestServer.Reply;
import io.groundswell.tuf.FetchFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryFilesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer slow;

    /** A server that sends one byte, and the other when it is told to. */
    @BeforeEach
    void startSlowServer() throws IOException {
        slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            try (exchange; OutputStream body = exchange.getResponseBody()) {
                exchange.sendResponseHeaders(200, 2);
                body.write(1);
                body.flush();
                if (goOn.await(20, TimeUnit.SECONDS)) {
                    body.write(2);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        slow.setExecutor(threads);
        slow.start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        slow.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }

    private RepositoryFiles files(Duration total, Duration stall) {
        return new RepositoryFiles(() -> http, http, "http://127.0.0.1:" + slow.getAddress().getPort() + "/", total, stall);
    }

    @Test
    @DisplayName("[R30] metadata that the API serves itself may come slowly: no pause is too long, not the whole")
    void readsDirectAnswersAsTheyCome() throws IOException {
        try (InputStream body = files(LONG, Duration.ofSeconds(2)).open("timestamp.json")) {
            assertEquals(1, body.read());
            goOn.countDown();
            assertEquals(2, body.read());
            assertEquals(-1, body.read());
        }
    }

    @Test
    @DisplayName("[R30] a direct answer that stands still, or is not whole in time, is cut off")
    void cutsOffDirectAnswers() throws IOException {
        assertTrue(cutOff(LONG, Duration.ofMillis(200)).endsWith("made no progress for 0 s"));
        assertTrue(cutOff(Duration.ofMillis(200), LONG).endsWith("was not complete in time"));
    }

    private String cutOff(Duration total, Duration stall) throws IOException {
        try (InputStream body = files(total, stall).open("timestamp.json")) {
            return assertThrows(IOException.class, body::readAllBytes).getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:", "http://localhost:", "https://127.0.0.1:", "https://localhost:"})
    @DisplayName("[R30] a server elsewhere sends the agent to no service of the device itself")
    void asksNoLocalServiceForAServerElsewhere(String local) throws IOException {
        try (TestServer elsewhere = TestServer.plain(); TestServer service = TestServer.plain();
                HttpClient api = through(elsewhere)) {
            elsewhere.on("http://devices.example/tuf/1.json",
                    request -> Reply.redirect(local + service.uri().getPort() + "/admin/reboot?now=1"));
            FetchFailed refusal = assertThrows(FetchFailed.class, () -> new RepositoryFiles(() -> api, http,
                    "http://devices.example/tuf/", LONG, LONG).open("1.json"));
            assertEquals("GET http://devices.example/tuf/1.json: expected a redirect to https on another machine, found one "
                    + "to this device itself", refusal.getMessage());
            assertEquals(List.of(), service.requests());
        }
    }

    /** A client for which a server of this machine stands for every other one. */
    private static HttpClient through(TestServer elsewhere) {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), elsewhere.uri().getPort()))).build();
    }

    @Test
    @DisplayName("a server on this very machine may have its storage there, too")
    void followsALocalServerToItsStorage() throws IOException {
        byte[] bytes = {7, 8};
        try (TestServer storage = TestServer.plain(); TestServer server = TestServer.plain()) {
            storage.on("/bucket/9", request -> Reply.bytes(bytes));
            server.on("/tuf/9.json", request -> Reply.redirect(storage.uri() + "/bucket/9"));
            assertArrayEquals(bytes, new RepositoryFiles(() -> http, http, server.uri() + "/tuf/", LONG, LONG).fetch("9.json", 10));
        }
    }
}
