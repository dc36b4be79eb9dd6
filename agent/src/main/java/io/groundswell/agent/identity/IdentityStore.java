package io.groundswell.agent.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A device's identity on disk: a folder that is there as a whole or not at all.
 *
 * <p>{@code device.pem} holds the key, its certificate and the CA in one file, so that a renewal replaces them at
 * once; {@code root.json} the pinned TUF root; {@code server-ca.pem}, if there is one, whom the server must be
 * certified by; {@code enrollment.json} the rest.
 */
public final class IdentityStore {

    private static final String CREDENTIAL = "device.pem";
    private static final String ROOT = "root.json";
    private static final String SERVER_CA = "server-ca.pem";
    private static final String ENROLLMENT = "enrollment.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DurableFiles FILES = new DurableFiles(DiskWatch.NONE);

    private final Path folder;
    private final Path draft;

    /** The identity in a device's directory, which exists. */
    public IdentityStore(Path directory) {
        this.folder = directory.resolve("identity");
        this.draft = directory.resolve(".identity.new");
    }

    /**
     * What is stored.
     *
     * @param serverCa the PEM text that the enrolment was given, if any
     */
    public record Stored(Identity identity, Optional<String> serverCa) {
    }

    /** Whether the device was enrolled. */
    public boolean exists() {
        return Files.isDirectory(folder);
    }

    /**
     * Puts a key down before anyone is asked to certify it: a disk that takes nothing is found out in time.
     *
     * @throws IOException if the folder cannot be written
     */
    public void begin(DeviceKey key) throws IOException {
        discardDraft();
        FILES.makeDirectory(draft, DurableFiles.PRIVATE_DIRECTORY);
        write(draft.resolve(CREDENTIAL), key.pair().getPrivate().getEncoded());
    }

    /** Makes the identity that was begun the device's own. */
    public void complete(Identity identity, Optional<String> serverCa) throws IOException, GeneralSecurityException {
        write(draft.resolve(CREDENTIAL),
                new Credential(identity.key(), identity.certificate(), identity.ca()).pem());
        write(draft.resolve(ROOT), identity.root());
        write(draft.resolve(ENROLLMENT), enrollment(identity));
        if (serverCa.isPresent()) {
            write(draft.resolve(SERVER_CA), serverCa.get().getBytes(StandardCharsets.US_ASCII));
        }
        FILES.rename(draft, folder);
    }

    private static byte[] enrollment(Identity identity) throws JsonProcessingException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", identity.name());
        json.put("device_api", identity.deviceApi().toString());
        json.put("heartbeat_interval_s", identity.heartbeatInterval().toSeconds());
        return JSON.writeValueAsBytes(json);
    }

    /** Replaces key and certificate at once. */
    public void replace(Credential renewed) throws IOException, GeneralSecurityException {
        write(folder.resolve(CREDENTIAL), renewed.pem());
    }

    /** @throws IOException naming the file that is missing or damaged */
    public Stored load() throws IOException {
        Credential credential = credential();
        byte[] root = Files.readAllBytes(folder.resolve(ROOT));
        JsonNode enrollment = JSON.readTree(Files.readAllBytes(folder.resolve(ENROLLMENT)));
        Path serverCa = folder.resolve(SERVER_CA);
        try {
            Identity identity = new Identity(enrollment.path("name").asText(), credential.key(),
                    credential.certificate(), credential.ca(), root, URI.create(enrollment.path("device_api").asText()),
                    Duration.ofSeconds(enrollment.path("heartbeat_interval_s").asLong()));
            return new Stored(identity,
                    Files.exists(serverCa) ? Optional.of(Files.readString(serverCa)) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new IOException(folder.resolve(ENROLLMENT) + " is damaged: " + e.getMessage(), e);
        }
    }

    private Credential credential() throws IOException {
        Path file = folder.resolve(CREDENTIAL);
        try {
            return Credential.parse(Files.readAllBytes(file));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Removes every key and certificate, the ones of an enrolment that was cut short included (R10). */
    public void wipe() throws IOException {
        wipe(folder);
        discardDraft();
    }

    /** Forgets an enrolment that was cut short. */
    public void discardDraft() throws IOException {
        wipe(draft);
    }

    private static void wipe(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path file : files(folder)) {
            overwrite(file);
        }
        FILES.deleteTree(folder);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
        }
    }

    /** Flash memory may keep an older copy, out of reach. */
    private static void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.write(ByteBuffer.allocate(Math.toIntExact(channel.size())));
            channel.force(true);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        FILES.replace(file, content, DurableFiles.PRIVATE);
    }
}
