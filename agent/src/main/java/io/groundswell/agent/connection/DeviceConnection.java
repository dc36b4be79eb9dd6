package io.groundswell.agent.connection;

import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.tuf.client.Fetcher;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;

/**
 * One device's calls, over HTTP/1.1 with mutual TLS.
 *
 * <p>Connections are opened when needed and may be given up between calls with {@link #rest()}; a later call resumes
 * the TLS session.
 */
public final class DeviceConnection implements DeviceApi, AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration METADATA = Duration.ofSeconds(60);
    private static final Duration STALL = Duration.ofSeconds(20);

    private final ServerTrust trust;
    private final HttpClient storage;
    private final Executor executor;
    private final Calls calls;
    private final String base;
    private SSLContext tls;
    private HttpClient http;

    /**
     * A connection that opens nothing yet.
     *
     * @param storage fetches artifact bytes; it shows no certificate and may be shared by any number of devices
     * @param executor runs the client's callbacks; may be shared as well
     */
    public DeviceConnection(Identity identity, ServerTrust trust, BoundedHttp bounds, HttpClient storage,
            Executor executor) {
        this.trust = trust;
        this.tls = MutualTls.context(identity, trust);
        this.storage = storage;
        this.executor = executor;
        this.base = identity.deviceApi().toString().replaceAll("/+$", "");
        this.calls = new Calls(this::http, identity.deviceApi(), bounds);
    }

    @Override
    public void register(Registration registration) {
        calls.post("/device/register", registration.toJson());
    }

    @Override
    public Heartbeat heartbeat() {
        try {
            return Heartbeat.read(calls.post("/device/heartbeat", Map.of()));
        } catch (InvalidRequest e) {
            throw new Unreachable("POST /device/heartbeat: " + e.getMessage(), e);
        }
    }

    @Override
    public void report(Report report) {
        calls.post("/device/reports", report.toJson());
    }

    /** TUF metadata files of the device's fleet. */
    public Fetcher metadata() {
        return new RepositoryFiles(this::http, storage, base + "/device/tuf/", METADATA, STALL);
    }

    /** Target files of the device's fleet; {@code deadline} is for one whole file. */
    public Fetcher targets(Duration deadline) {
        return new RepositoryFiles(this::http, storage, base + "/device/targets/", deadline, STALL);
    }

    /** What the CA made of a request, as PEM; nothing about it is checked yet. */
    public record Issued(String certificate, String ca) {
    }

    /** Asks for the certificate that is to follow the one shown (R7). */
    public Issued certificate(String request) {
        Answer answer = calls.post("/device/certificate", Map.of("csr", request));
        return new Issued(answer.text("certificate"), answer.text("ca"));
    }

    /** Shows another certificate from the next call on. */
    public synchronized void show(Identity renewed) {
        tls = MutualTls.context(renewed, trust);
        rest();
    }

    /** Gives up idle connections. */
    public synchronized void rest() {
        if (http != null) {
            http.shutdownNow();
            http = null;
        }
    }

    @Override
    public void close() {
        rest();
    }

    private synchronized HttpClient http() {
        if (http == null) {
            http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls)
                    .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(CONNECT).executor(executor).build();
        }
        return http;
    }
}
