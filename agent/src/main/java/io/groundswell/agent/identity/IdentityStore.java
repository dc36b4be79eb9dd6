package io.groundswell.agent.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.agent.disk.DiskChange;
import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DiskWatch;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
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

    private final DurableFiles files;
    private final Reserve reserve;
    private final Path folder;
    private final Path draft;

    /** The identity in a device's directory, which exists. */
    public IdentityStore(Path directory) {
        this(directory, new DurableFiles(DiskWatch.NONE));
    }

    /** An identity whose changes are made through the given files. */
    public IdentityStore(Path directory, DurableFiles files) {
        this.files = files;
        this.reserve = Reserve.in(directory, files);
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
        files.makeDirectory(draft, DurableFiles.PRIVATE_DIRECTORY);
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
        files.rename(draft, folder);
    }

    private static byte[] enrollment(Identity identity) throws JsonProcessingException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", identity.name());
        json.put("device_api", identity.deviceApi().toString());
        json.put("heartbeat_interval_s", identity.heartbeatInterval().toSeconds());
        return JSON.writeValueAsBytes(json);
    }

    /** Replaces key and certificate at once; a full disk must not cost the identity, so the reserve may go for it. */
    public void replace(Credential renewed) throws IOException, GeneralSecurityException {
        byte[] pem = renewed.pem();
        reserve.run(() -> write(folder.resolve(CREDENTIAL), pem));
    }

    /** @throws IOException naming the file that is missing or damaged */
    public Stored load() throws IOException {
        Credential credential = credential();
        byte[] root = content(ROOT);
        Optional<String> serverCa = Files.exists(folder.resolve(SERVER_CA))
                ? Optional.of(new String(content(SERVER_CA), StandardCharsets.US_ASCII)) : Optional.empty();
        try {
            JsonNode enrollment = JSON.readTree(content(ENROLLMENT));
            return new Stored(new Identity(enrollment.path("name").asText(), credential.key(),
                    credential.certificate(), credential.ca(), root, URI.create(enrollment.path("device_api").asText()),
                    Duration.ofSeconds(enrollment.path("heartbeat_interval_s").asLong())), serverCa);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(folder.resolve(ENROLLMENT) + " is damaged: " + e.getMessage(), e);
        }
    }

    private Credential credential() throws IOException {
        try {
            return Credential.parse(content(CREDENTIAL));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(secret() + " is damaged: " + e.getMessage(), e);
        }
    }

    private byte[] content(String name) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new IOException(DiskTrouble.reason(e), e);
        }
    }

    /** The file that holds the private key. */
    public Path secret() {
        return folder.resolve(CREDENTIAL);
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

    private void wipe(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path file : plainFiles(folder)) {
            overwrite(file);
        }
        files.deleteTree(folder);
    }

    private static List<Path> plainFiles(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
        }
    }

    /** Flash memory may keep an older copy, out of reach; a file system that needs space even for this one only forgets it. */
    private void overwrite(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            files.watch().before(DiskChange.WRITE, file);
            channel.write(ByteBuffer.allocate(Math.toIntExact(channel.size())));
            files.watch().before(DiskChange.FORCE, file);
            files.watch().force(channel);
        } catch (IOException e) {
            if (!DiskTrouble.isFull(e)) {
                throw e;
            }
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        files.replace(file, content, DurableFiles.PRIVATE);
    }
}
