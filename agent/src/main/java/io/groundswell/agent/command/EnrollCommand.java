package io.groundswell.agent.command;

import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.connection.CallFailed;
import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.identity.IdentityStore;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.probe.Probe;
import io.groundswell.tuf.TufException;
import io.groundswell.tuf.client.InMemoryMetadata;
import io.groundswell.tuf.client.TufClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code enroll}: a token becomes an identity, once for each directory (R7). */
final class EnrollCommand {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final PrintStream out;
    private final DiskWatch watch;

    EnrollCommand(PrintStream out, DiskWatch watch) {
        this.out = out;
        this.watch = watch;
    }

    /** What is asked for, checked before anything is touched. */
    private record Request(URI server, String token, String name, Optional<String> rootSha256,
            Optional<String> serverCa, ServerTrust trust) {
    }

    void run(Options options) throws IOException {
        Request request = request(options);
        DeviceDirectory directory = DeviceDirectory.make(options.path(Flag.DIR), watch);
        try (FileChannel lock = directory.lockForEnrollment()) {
            if (directory.isDecommissioned()) {
                throw directory.retired();
            }
            requireNew(directory);
            Identity identity = enroll(request, directory.identity());
            tell(identity, directory);
        }
    }

    private static Request request(Options options) throws IOException {
        Optional<String> rootSha256 = options.find(Flag.ROOT_SHA256).map(hex -> hex.toLowerCase(Locale.ROOT));
        rootSha256.filter(hex -> !SHA256.matcher(hex).matches()).ifPresent(hex -> {
            throw Options.wrong(Flag.ROOT_SHA256.name() + " must be 64 hexadecimal digits, found " + Names.shown(hex));
        });
        Optional<Path> serverCa = options.findPath(Flag.SERVER_CA);
        Optional<String> pem = serverCa.isEmpty() ? Optional.empty() : Optional.of(read(serverCa.get()));
        try {
            return new Request(server(options.text(Flag.SERVER)), options.text(Flag.TOKEN),
                    Names.require(Flag.NAME.name(), options.text(Flag.NAME)), rootSha256, pem, trust(pem));
        } catch (InvalidRequest e) {
            throw Options.wrong(e.getMessage());
        } catch (CertificateException e) {
            throw Options.wrong(Flag.SERVER_CA.name() + " " + serverCa.orElseThrow() + ": " + e.getMessage());
        }
    }

    /** The token and the trust anchor travel over this connection, so it has to be a trusted one. */
    private static URI server(String url) {
        try {
            URI server = URI.create(url);
            if (server.getHost() != null && (url.startsWith("https://") || Probe.isLoopbackUrl(url))) {
                return server;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as any other text that is no such URL.
        }
        throw Options.wrong(Flag.SERVER.name()
                + " must be an https URL, or an http one on this very machine, found " + Names.shown(url));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Options.wrong(Flag.SERVER_CA.name() + " " + file + " cannot be read: " + DiskTrouble.reason(e));
        }
    }

    static ServerTrust trust(Optional<String> serverCa) throws CertificateException {
        return serverCa.isEmpty() ? ServerTrust.PLATFORM : new ServerTrust(Certificates.parse(serverCa.get()));
    }

    private static void requireNew(DeviceDirectory directory) throws IOException {
        if (directory.identity().exists()) {
            Identity identity = directory.enrolled().identity();
            throw new CommandEnded(ExitStatus.NOT_READY, directory.path() + " is enrolled already, as "
                    + identity.name() + "; nothing was changed. Use another directory, or remove "
                    + directory.path().resolve("identity") + " to enrol this one again");
        }
    }

    private static Identity enroll(Request request, IdentityStore store) throws IOException {
        DeviceKey key = DeviceKey.generate();
        begin(store, key);
        try (HttpClient http = client(request.trust())) {
            Identity identity = new Enrollment(http, request.server(), BoundedHttp.STANDARD)
                    .enroll(request.token(), request.name(), key);
            requireAnchor(request.rootSha256(), identity);
            keep(store, identity, request.serverCa());
            return identity;
        } catch (CallFailed e) {
            throw new CommandEnded(ExitStatus.FAILED, "not enrolled: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new CommandEnded(ExitStatus.FAILED, "not enrolled: " + e, e);
        } finally {
            store.discardDraft();
        }
    }

    private static void begin(IdentityStore store, DeviceKey key) {
        try {
            store.begin(key);
        } catch (IOException e) {
            throw new CommandEnded(ExitStatus.FAILED, "not enrolled, and the server was not asked: the identity cannot be "
                    + "kept: " + DiskTrouble.reason(e), e);
        }
    }

    private static void keep(IdentityStore store, Identity identity, Optional<String> serverCa)
            throws GeneralSecurityException {
        try {
            store.complete(identity, serverCa);
        } catch (IOException e) {
            throw new CommandEnded(ExitStatus.FAILED, "not enrolled: the identity cannot be kept: "
                    + DiskTrouble.reason(e) + knownByNow(identity), e);
        }
    }

    private static String knownByNow(Identity identity) {
        return "; the server now knows the device, so a token bound to " + identity.name() + " is needed to try again";
    }

    private static HttpClient client(ServerTrust trust) {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER).sslContext(trust.context()).build();
    }

    /** A root is pinned for good, so it has to be a valid one, and the expected one. */
    private static void requireAnchor(Optional<String> expected, Identity identity) {
        String found = Sha256.hex(identity.root());
        if (expected.isPresent() && !expected.get().equals(found)) {
            throw new CommandEnded(ExitStatus.FAILED, "not enrolled: the fleet's TUF root must have SHA-256 "
                    + expected.get() + ", found " + found + knownByNow(identity));
        }
        try {
            TufClient.trustRoot(new InMemoryMetadata(), identity.root());
        } catch (TufException e) {
            throw new CommandEnded(ExitStatus.FAILED,
                    "not enrolled: the server's TUF root is not valid: " + e.getMessage() + knownByNow(identity), e);
        }
    }

    private void tell(Identity identity, DeviceDirectory directory) {
        try {
            DeviceRef device = Certificates.device(identity.certificate());
            out.println("enrolled " + device.name() + " of fleet " + device.fleet() + " in " + directory.path());
            out.println("device API " + identity.deviceApi() + ", certificate valid until "
                    + identity.certificate().getNotAfter().toInstant());
            out.println("pinned TUF root sha256 " + Sha256.hex(identity.root()));
        } catch (CertificateException e) {
            throw new IllegalStateException("an enrolled certificate names its device", e);
        }
    }
}
