package io.groundswell.agent.tuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.client.DirectoryMetadata;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.TufClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TufCommandTest {

    private static final String PATH = "settings/1.0.0/site.conf";

    @TempDir
    private Path directory;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private RepositoryServer repository;

    @BeforeEach
    void found() throws IOException {
        repository = new RepositoryServer();
        Files.write(directory.resolve("initial_root.json"), repository.founded.root());
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    private int run(String... args) {
        PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
        return new TufCommand(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), err)
                .run(List.of(args));
    }

    private int init() {
        return run("--metadata-dir", metadata().toString(), "init", directory.resolve("initial_root.json").toString());
    }

    private int refresh() {
        return run("--metadata-url", repository.url("metadata"), "--metadata-dir", metadata().toString(), "refresh");
    }

    private int download(String... names) {
        List<String> args = new ArrayList<>(List.of("--metadata-url", repository.url("metadata/"),
                "--metadata-dir", metadata().toString(), "--target-dir", targets().toString(),
                "--target-base-url", repository.url("targets/")));
        for (String name : names) {
            args.add("--target-name");
            args.add(name);
        }
        args.add("download");
        return run(args.toArray(String[]::new));
    }

    private Path metadata() {
        return directory.resolve("metadata");
    }

    private Path targets() {
        return directory.resolve("targets");
    }

    private List<String> targetNames() throws IOException {
        return namesIn(targets());
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @DisplayName("[R30] init trusts a root without asking anybody, and only once")
    void initialises() throws IOException {
        assertEquals(0, init());
        assertArrayEquals(repository.founded.root(), Files.readAllBytes(metadata().resolve("root.json")));
        assertEquals(List.of(), repository.requests);
        assertEquals(1, init());
        assertTrue(errors.toString(StandardCharsets.UTF_8).startsWith("tuf: a trusted root is there already"));
    }

    @Test
    @DisplayName("[R30] refresh stores what the repository serves, byte for byte, under names without versions")
    void refreshes() throws IOException {
        init();
        assertEquals(0, refresh());
        assertEquals(List.of("/metadata/2.root.json", "/metadata/timestamp.json", "/metadata/1.snapshot.json",
                "/metadata/1.targets.json"), repository.requests);
        for (String role : List.of("1.root", "timestamp", "1.snapshot", "1.targets")) {
            assertArrayEquals(repository.files.get("/metadata/" + role + ".json"),
                    Files.readAllBytes(metadata().resolve(role.replace("1.", "") + ".json")), role);
        }
    }

    @Test
    @DisplayName("[R30] a refresh of tampered metadata exits with 1 and stores none of it")
    void refusesTampering() {
        init();
        byte[] tampered = repository.files.get("/metadata/timestamp.json").clone();
        tampered[tampered.length / 2] ^= 1;
        repository.files.put("/metadata/timestamp.json", tampered);
        assertEquals(1, refresh());
        assertTrue(!Files.exists(metadata().resolve("timestamp.json")));
    }

    @Test
    @DisplayName("[R30] download verifies, keeps one file per target, and fetches it once")
    void downloads() throws IOException {
        init();
        String location = repository.publish(PATH, "some settings");
        repository.publish("settings/1.0.1/site.conf", "other settings");
        assertEquals(0, download(PATH, "settings/1.0.1/site.conf"));
        assertEquals(List.of("settings%2F1.0.0%2Fsite.conf", "settings%2F1.0.1%2Fsite.conf"), targetNames());
        assertEquals("some settings", Files.readString(targets().resolve("settings%2F1.0.0%2Fsite.conf")));
        assertEquals(0, download(PATH));
        assertEquals(1, repository.requests.stream().filter(location::equals).count());
    }

    @Test
    @DisplayName("[R30] substituted bytes are not kept, and what was there before stays")
    void refusesSubstitutedTargets() throws IOException {
        init();
        String location = repository.publish(PATH, "some settings");
        repository.files.put(location, "evil settings".getBytes(StandardCharsets.UTF_8));
        assertEquals(1, download(PATH));
        assertEquals(List.of(), targetNames());
    }

    @Test
    @DisplayName("[R30] a target that no role knows exits with 1, with the metadata refreshed")
    void failsOnUnknownTargets() {
        init();
        assertEquals(1, download("nonexistent artifact"));
        assertTrue(Files.exists(metadata().resolve("targets.json")));
        assertEquals("tuf: no trusted role knows the target \"nonexistent artifact\"",
                errors.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    @DisplayName("[R30] a redirect is followed, a circle of redirects is left after a few")
    void boundsRedirects() {
        init();
        repository.files.put("/elsewhere", repository.files.get("/metadata/timestamp.json"));
        repository.redirects.put("/metadata/timestamp.json", "/elsewhere");
        assertEquals(0, refresh());
        repository.redirects.put("/elsewhere", "/metadata/timestamp.json");
        repository.requests.clear();
        assertEquals(1, refresh());
        assertTrue(repository.requests.size() < 12, repository.requests.toString());
        assertTrue(errors.toString(StandardCharsets.UTF_8).contains("expected 200, found 302"));
    }

    @ParameterizedTest(name = "trick {index}")
    @ValueSource(strings = {"..", ".", "../../escape", "/etc/escape", "a/../../escape", ".download-1.part", "C:\\escape",
        "a\u0000b", "long"})
    @DisplayName("[R30] whatever a target is called, its bytes become one file in the target directory")
    void keepsTargetsInTheirDirectory(String trick) throws IOException {
        init();
        repository.publish(PATH, "some settings");
        assertEquals(0, download(PATH));
        String name = trick.equals("long") ? "/".repeat(400) : trick;
        TufClient client = new TufClient(new DirectoryMetadata(metadata()), repository::opened, InstantSource.system(),
                Limits.STANDARD);
        TargetFile signed = client.findTarget(PATH).orElseThrow();
        Path file = new TargetDirectory(targets()).obtain(client, name, signed,
                location -> new ByteArrayInputStream("some settings".getBytes(StandardCharsets.UTF_8)));
        assertEquals(targets(), file.toAbsolutePath().normalize().getParent());
        assertEquals("some settings", Files.readString(file));
        assertEquals(2, targetNames().size(), targetNames().toString());
        assertEquals(List.of("initial_root.json", "metadata", "targets"), namesIn(directory));
    }

    @Test
    @DisplayName("an option or command that is unknown, missing or repeated is named")
    void namesWrongArguments() {
        for (List<String> args : List.of(List.<String>of(), List.of("verify"), List.of("--metadata-dir"),
                List.of("--metadata-dirs", "x", "refresh"), List.of("--metadata-dir", "x", "refresh"),
                List.of("--metadata-dir", "x", "--metadata-dir", "y", "refresh"),
                List.of("--metadata-dir", metadata().toString(), "init"),
                List.of("--metadata-dir", metadata().toString(), "init", "no-such-file"))) {
            errors.reset();
            assertEquals(1, run(args.toArray(String[]::new)), args.toString());
            assertTrue(errors.toString(StandardCharsets.UTF_8).startsWith("tuf: "), args.toString());
        }
    }
}
