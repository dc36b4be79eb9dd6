package io.groundswell.agent;

import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.ArtifactRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a killed device that outlasts its processes, and the endless plan of its rollouts.
 *
 * <p>Rollout number n installs version n of one of three artifacts, one of each kind.
 */
record KilledDeviceFiles(Path root) {

    Path device() {
        return root.resolve("device");
    }

    Path etc() {
        return root.resolve("etc");
    }

    Path engine() {
        return root.resolve("engine");
    }

    Path engineState() {
        return root.resolve("engine-state");
    }

    Path log() {
        return root.resolve("reports.log");
    }

    static ArtifactKind kind(int rollout) {
        return ArtifactKind.values()[rollout % 3];
    }

    static boolean isHealthy(int rollout) {
        return rollout % 4 != 2;
    }

    static boolean isReverted(int rollout) {
        return rollout % 7 == 5;
    }

    static int number(String text) {
        return Integer.parseInt(text.replaceAll("\\D", ""));
    }

    byte[] content(int rollout) {
        return kind(rollout) == ArtifactKind.CONTAINER ? TestImage.of("" + rollout).archive()
                : ("version " + rollout + "\n").repeat(500).getBytes(StandardCharsets.UTF_8);
    }

    Map<String, Object> manifest(int rollout) {
        return switch (kind(rollout)) {
            case MODEL -> Map.of();
            case CONFIG -> Map.of("path", etc().resolve("app.conf").toString());
            case CONTAINER -> Map.of("image", "sha256:" + TestImage.of("" + rollout).id());
        };
    }

    ArtifactFacts facts(int rollout) {
        byte[] content = content(rollout);
        String name = kind(rollout).word();
        return new ArtifactFacts(new ArtifactRef(name, "v" + rollout), kind(rollout),
                name + "/v" + rollout + "/file", content.length, Sha256.hex(content));
    }

    List<String> reports() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server has to say next: {@code apply n} or {@code revert n}. */
    Optional<String> next() {
        List<String> reports = reports();
        for (int rollout = 0; ; rollout++) {
            String name = "r" + rollout + " ";
            if (reports.stream().noneMatch(line -> line.startsWith(name) && isEnd(line))) {
                return Optional.of("apply " + rollout);
            }
            if (reports.contains(name + "healthy") && isReverted(rollout)
                    && reports.stream().noneMatch(line -> line.startsWith(name + "revert"))) {
                return Optional.of("revert " + rollout);
            }
        }
    }

    boolean isBegun(String next) {
        return next.startsWith("revert")
                || reports().stream().anyMatch(line -> line.startsWith("r" + number(next) + " "));
    }

    static boolean isEnd(String report) {
        return report.contains(" healthy") || report.contains(" rolled_back") || report.contains(" failed");
    }

    /** The version of an artifact that is in force if all reports are true; the newest first, then what it replaced. */
    Deque<Integer> reportedVersions(ArtifactKind kind) {
        Deque<Integer> versions = new ArrayDeque<>();
        for (String report : reports().stream().distinct().toList()) {
            int rollout = number(report.split(" ")[0]);
            if (kind(rollout) == kind && report.endsWith(" healthy")) {
                versions.push(rollout);
                while (versions.size() > 2) {
                    versions.removeLast();
                }
            } else if (kind(rollout) == kind && report.endsWith(" reverted")) {
                versions.pop();
            }
        }
        return versions;
    }
}
