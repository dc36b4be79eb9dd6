package io.groundswell.agent.tuf;

import com.sun.net.httpserver.HttpServer;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.repository.Ceremony;
import io.groundswell.tuf.repository.FleetRepository;
import io.groundswell.tuf.repository.Lifetimes;
import io.groundswell.tuf.repository.MetadataStore;
import io.groundswell.tuf.repository.OfflineRoles;
import io.groundswell.tuf.repository.OnlineSigners;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fleet's repository behind a loopback web server: {@code /metadata/…} and {@code /targets/…}. */
final class RepositoryServer implements MetadataStore, AutoCloseable {

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, String> redirects = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final Ceremony.Offline founded;
    private final FleetRepository repository;
    private final HttpServer server;

    RepositoryServer() throws IOException {
        SecureRandom random = new SecureRandom();
        Ed25519Signer root = Ed25519Signer.generate(random);
        Ed25519Signer targets = Ed25519Signer.generate(random);
        OnlineSigners online = new OnlineSigners(Ed25519Signer.generate(random), Ed25519Signer.generate(random),
                Ed25519Signer.generate(random));
        founded = Ceremony.YEARLY.found(new OfflineRoles(List.of(root.key()), 1, List.of(targets.key()), 1),
                online.keys(), List.of(root, targets), Instant.now());
        repository = new FleetRepository(this, online, InstantSource.system(), Lifetimes.STANDARD);
        repository.create(founded.root(), founded.targets());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getRawPath();
                requests.add(path);
                if (redirects.containsKey(path)) {
                    exchange.getResponseHeaders().set("Location", redirects.get(path));
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                byte[] bytes = files.get(path);
                exchange.sendResponseHeaders(bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes == null ? new byte[0] : bytes);
            }
        });
        server.start();
    }

    String url(String directory) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + directory;
    }

    /** A metadata file, without the detour over the network. */
    InputStream opened(String name) {
        return new ByteArrayInputStream(read(name).orElseThrow(() -> new FileMissing("no " + name)).bytes());
    }

    /** Publishes a target and puts its bytes where clients look for them; the location of the bytes. */
    String publish(String path, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String sha256 = HexFormat.of().formatHex(sha256(bytes));
        repository.addTarget(path, bytes.length, sha256, Map.of("kind", "config"));
        int slash = path.lastIndexOf('/') + 1;
        String location = "/targets/" + path.substring(0, slash) + sha256 + "." + path.substring(slash);
        files.put(location, bytes);
        return location;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Stored> read(String name) {
        return Optional.ofNullable(files.get("/metadata/" + name))
                .map(bytes -> new Stored(bytes, HexFormat.of().formatHex(sha256(bytes))));
    }

    @Override
    public boolean createIfAbsent(String name, byte[] bytes) {
        return files.putIfAbsent("/metadata/" + name, bytes) == null;
    }

    @Override
    public boolean replace(String name, byte[] bytes, String etag) {
        Optional<Stored> there = read(name);
        if (!Objects.equals(etag, there.map(Stored::etag).orElse(null))) {
            return false;
        }
        files.put("/metadata/" + name, bytes);
        return true;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
