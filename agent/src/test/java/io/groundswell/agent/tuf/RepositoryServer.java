package io.groundswell.agent.tuf;

import com.sun.net.httpserver.HttpServer;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.Hashes;
import io.groundswell.tuf.MetaFile;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fleet's repository behind a loopback web server: {@code /metadata/…} and {@code /targets/…}. */
final class RepositoryServer implements MetadataStore, AutoCloseable {

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final Map<String, String> redirects = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final Ceremony.Offline founded;
    private final OnlineSigners online;
    private final FleetRepository repository;
    private final HttpServer server;

    RepositoryServer() throws IOException {
        SecureRandom random = new SecureRandom();
        Ed25519Signer root = Ed25519Signer.generate(random);
        Ed25519Signer targets = Ed25519Signer.generate(random);
        online = new OnlineSigners(Ed25519Signer.generate(random), Ed25519Signer.generate(random),
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

    /** Signs many targets at once, as a fleet has them after years. */
    void signAll(long version, Map<String, TargetFile> targets) {
        vouchFor(version, Metadata.sign(Targets.of(version, tomorrow(), targets), List.of(online.publisher())).bytes());
    }

    /** Serves bytes as the publisher's role, signed or not, below a signed snapshot that promises them. */
    void vouchFor(long version, byte[] publisher) {
        MetaFile promise = new MetaFile(version, OptionalLong.of(publisher.length), Optional.of(Hashes.ofSha256(publisher)),
                Map.of());
        Metadata<Snapshot> snapshot = Metadata.sign(new Snapshot(version, tomorrow(), Map.of("publisher.json", promise,
                "targets.json", MetaFile.of(Metadata.parse(Targets.class, founded.targets()))), Map.of()),
                List.of(online.snapshot()));
        files.put("/metadata/" + version + ".publisher.json", publisher);
        files.put("/metadata/" + version + ".snapshot.json", snapshot.bytes());
        files.put("/metadata/timestamp.json", Metadata.sign(new Timestamp(version, tomorrow(), MetaFile.of(snapshot),
                Map.of()), List.of(online.timestamp())).bytes());
    }

    private static Instant tomorrow() {
        return Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
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
