package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.artifact.ArtifactKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real agent process, killed over and over in the middle of its work.
 *
 * <p>{@code -Dgroundswell.kills=200} kills it more often than the default, {@code -Dgroundswell.seed=7} at other
 * moments.
 */
class KillLoopTest {

    private static final int KILLS = Integer.getInteger("groundswell.kills", 10);
    private static final long SEED = Long.getLong("groundswell.seed", 1);
    private static final int MAX_LIFE = 250;
    private static final long PATIENCE_S = 60;

    @TempDir
    Path root;

    private KilledDeviceFiles files;

    @BeforeEach
    void makeDevice() throws IOException {
        files = new KilledDeviceFiles(root.toRealPath());
        Files.createDirectory(files.device());
        Files.createDirectory(files.etc());
        Files.createDirectory(files.engineState());
        try (InputStream engine = KillLoopTest.class.getResourceAsStream("/fake-engine")) {
            Files.copy(engine, files.engine());
        }
        Files.setPosixFilePermissions(files.engine(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    @DisplayName("[R30] killed at random, again and again, the device is on a good version, and its reports are true")
    void survivesKills() throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS; i++) {
            killAfter(random.nextInt(MAX_LIFE));
            requireGoodVersions("after kill " + i);
        }
        Process last = start("last");
        assertTrue(last.waitFor(PATIENCE_S, TimeUnit.SECONDS), "the last run must come to its end");
        assertEquals(0, last.exitValue(), output(last));
        requireGoodVersions("at the end");
        requireTrueReports();
        requireNothingLeft();
        System.out.println("seed " + SEED + ": killed " + KILLS + " times in the course of "
                + files.reports().stream().filter(KilledDeviceFiles::isEnd).distinct().count() + " rollouts");
    }

    /** A life is measured in changes to the disk, so that a busy machine's agents die in the middle of work, too. */
    private void killAfter(int changes) throws Exception {
        Process process = start();
        byte[] told = process.getInputStream().readNBytes(changes);
        if (told.length < changes || new String(told, StandardCharsets.US_ASCII).chars().anyMatch(c -> c != '.')) {
            throw new AssertionError("the agent ended by itself: " + new String(told, StandardCharsets.UTF_8)
                    + output(process));
        }
        // A service manager ends all that a service started; first the agent, which would start more.
        List<ProcessHandle> programs = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly().waitFor();
        programs.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle program : programs) {
            program.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path"),
                KilledDevice.class.getName(), files.root().toString()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no output: " + e.getMessage();
        }
    }

    /** What the programs of the device find is a whole version, and one that the server asked for. */
    private void requireGoodVersions(String when) throws IOException {
        int newest = KilledDeviceFiles.number(files.next().orElseThrow());
        Path model = files.device().resolve("artifacts/model/current/file");
        if (Files.exists(model)) {
            requireWhole(ArtifactKind.MODEL, Files.readAllBytes(model), newest, when);
        }
        Path config = files.etc().resolve("app.conf");
        if (Files.exists(config)) {
            requireWhole(ArtifactKind.CONFIG, Files.readAllBytes(config), newest, when);
        }
        for (ArtifactKind kind : List.of(ArtifactKind.MODEL, ArtifactKind.CONFIG)) {
            boolean isInstalled = !files.reportedVersions(kind).isEmpty();
            assertTrue(!isInstalled || Files.exists(kind == ArtifactKind.MODEL ? model : config),
                    "the " + kind + " is gone " + when);
        }
    }

    private void requireWhole(ArtifactKind kind, byte[] found, int newest, String when) {
        boolean isWhole = IntStream.rangeClosed(0, newest)
                .filter(rollout -> KilledDeviceFiles.kind(rollout) == kind)
                .anyMatch(rollout -> Arrays.equals(files.content(rollout), found));
        assertTrue(isWhole, "the " + kind + " in use is no version " + when);
    }

    private void requireTrueReports() throws IOException {
        List<String> ends = files.reports().stream().distinct()
                .filter(report -> KilledDeviceFiles.isEnd(report) || report.contains(" revert")).toList();
        int rollout = 0;
        for (String end : ends.stream().filter(KilledDeviceFiles::isEnd).toList()) {
            List<String> allowed = KilledDeviceFiles.isHealthy(rollout) ? List.of("healthy")
                    : List.of("rolled_back probe_failed", "rolled_back probe_interrupted");
            String expected = "r" + rollout;
            assertTrue(allowed.stream().anyMatch(word -> end.equals(expected + " " + word)), expected + ": " + end);
            rollout++;
        }
        for (ArtifactKind kind : ArtifactKind.values()) {
            Deque<Integer> reported = files.reportedVersions(kind);
            assertEquals(Optional.ofNullable(reported.peek()), inUse(kind), kind + " in use, told by " + ends);
            Path kept = files.device().resolve("artifacts/" + kind.word() + "/versions");
            assertEquals(reported.size(), Files.exists(kept) ? names(kept).size() : 0, "kept versions of " + kind);
        }
        assertEquals(files.reportedVersions(ArtifactKind.CONTAINER).size(),
                names(Files.createDirectories(files.engineState().resolve("images"))).size(), "kept images");
    }

    private Optional<Integer> inUse(ArtifactKind kind) throws IOException {
        Path place = switch (kind) {
            case MODEL -> files.device().resolve("artifacts/model/current/file");
            case CONFIG -> files.etc().resolve("app.conf");
            case CONTAINER -> files.engineState().resolve("containers/container");
        };
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        byte[] found = Files.readAllBytes(place);
        int newest = KilledDeviceFiles.number(files.next().orElseThrow());
        return IntStream.rangeClosed(0, newest).boxed()
                .filter(rollout -> KilledDeviceFiles.kind(rollout) == kind)
                .filter(rollout -> kind == ArtifactKind.CONTAINER
                        ? new String(found, StandardCharsets.UTF_8).startsWith(TestImage.of("" + rollout).id())
                        : Arrays.equals(files.content(rollout), found))
                .findFirst();
    }

    private void requireNothingLeft() throws IOException {
        assertEquals(List.of(), names(files.device().resolve("staged")));
        assertEquals(List.of(), names(files.device().resolve("reports")));
        assertTrue(List.of(List.of(), List.of("app.conf")).contains(names(files.etc())), "left in the place of configs");
        assertEquals(List.of("artifacts", "lock", "reports", "reserve", "staged", "tuf"), names(files.device()));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
