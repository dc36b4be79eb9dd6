package io.groundswell.local.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves one HTTP API on a loopback port, in clear or over mutual TLS.
 *
 * <p>The port is taken at once, since the stack's own configuration names it; requests wait until {@link #serve}.
 */
public final class ApiServer implements AutoCloseable {

    private static final int HEADER_BUFFER = 32 * 1024;
    private static final int THREADS = 128;
    private static final int BACKLOG = 1024;
    private static final long IDLE_MILLIS = 120_000;

    private final Server server;
    private final ServerConnector connector;
    private final Optional<SslContextFactory.Server> tls;

    private ApiServer(Server server, ServerConnector connector, Optional<SslContextFactory.Server> tls) {
        this.server = server;
        this.connector = connector;
        this.tls = tls;
    }

    /** Takes a port for an API in clear; 0 takes any free one. */
    public static ApiServer plain(String name, int port) throws IOException {
        return bound(name, port, Optional.empty());
    }

    /** Takes a port for an API over mutual TLS; 0 takes any free one. */
    public static ApiServer mutualTls(String name, int port) throws IOException {
        return bound(name, port, Optional.of(new SslContextFactory.Server()));
    }

    /** Begins to serve an API in clear. */
    public void serve(HttpApiGateway api, Clock clock) {
        if (tls.isPresent()) {
            throw new IllegalStateException("this port is for mutual TLS");
        }
        start(new RequestGate(api, clock));
    }

    /** Begins to serve an API whose callers must hold a certificate that chains to the truststore. */
    public void serve(HttpApiGateway api, Clock clock, MutualTls material) throws GeneralSecurityException, IOException {
        material.configure(tls.orElseThrow(() -> new IllegalStateException("this port is for an API in clear")));
        start(new RequestGate(api, clock));
    }

    /** The port that was taken. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
            connector.close();
        } catch (Exception e) {
            throw new IllegalStateException("an API server did not stop", e);
        }
    }

    private void start(RequestGate gate) {
        server.setHandler(gate);
        server.setErrorHandler(gate.errors());
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the API on port " + port() + " cannot be served", e);
        }
    }

    private static ApiServer bound(String name, int port, Optional<SslContextFactory.Server> tls) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName(name);
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = connector(server, tls);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        connector.open();
        return new ApiServer(server, connector, tls);
    }

    private static ServerConnector connector(Server server, Optional<SslContextFactory.Server> tls) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(HEADER_BUFFER);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        if (tls.isEmpty()) {
            return new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        }
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server, 1, 2, new SslConnectionFactory(tls.get(), "http/1.1"), new HttpConnectionFactory(configuration));
    }
}
