package io.groundswell.cli.intruders;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.agent.connection.BoundedHttp;
import io.groundswell.agent.enrollment.Enrollment;
import io.groundswell.agent.identity.Identity;
import io.groundswell.cli.fleet.FleetCeremony;
import io.groundswell.domain.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A fleet whose every name says which fleet it belongs to: devices {@code <fleet>-d0 …}, group {@code <fleet>-line},
 * artifact {@code <fleet>-app} 1.0.0, a rollout of it that waits for approval, and an unused token.
 */
final class Ground {

    static final int DEVICES = 4;

    final String name;
    final Identity first;
    final Identity second;
    final String rollout;
    final String tokenId;
    final List<String> secrets = new ArrayList<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final Site site;

    Ground(Site site, String name, Path folder) throws Exception {
        this.site = site;
        this.name = name;
        new FleetCeremony(site.as("operator"), folder, InstantSource.system()).create(name, 1, 1);
        first = enroll(token(Map.of()), name + "-d0");
        second = enroll(token(Map.of()), name + "-d1");
        for (int i = 2; i < DEVICES; i++) {
            enroll(token(Map.of()), name + "-d" + i);
        }
        site.as("operator").post(path("/groups"), Map.of("name", group(),
                "devices", List.of(first.name(), name + "-d2", name + "-d3")));
        publish();
        JsonNode created = site.as("operator").post(path("/rollouts"), Map.of(
                "artifact", Map.of("name", artifact(), "version", "1.0.0"), "group", group(),
                "probe", Map.of("type", "file", "target", "/run/ok", "timeout_s", 5, "attempts", 1),
                "strategy", Map.of("waves", List.of(Map.of("percent", 50, "approval", "manual"), Map.of("percent", 100)))));
        rollout = created.path("id").asText();
        tokenId = site.as("operator").post(path("/enrollment-tokens"), Map.of("uses", 3)).path("id").asText();
    }

    String path(String rest) {
        return "/fleets/" + name + rest;
    }

    String group() {
        return name + "-line";
    }

    String artifact() {
        return name + "-app";
    }

    /** The value of a path parameter that names something of this fleet. */
    String value(Routes.Route route, String parameter) {
        return switch (parameter) {
            case "fleet" -> name;
            case "device" -> first.name();
            case "group" -> group();
            case "name" -> artifact();
            case "version" -> "1.0.0";
            case "id" -> route.path().contains("/enrollment-tokens/") ? tokenId : rollout;
            case "file" -> "1.root.json";
            case "path" -> target();
            default -> throw new AssertionError("nothing is known about parameter " + parameter + " of " + route);
        };
    }

    String target() {
        return artifact() + "/1.0.0/" + Sha256.hex(content()) + ".app.conf";
    }

    byte[] content() {
        return ("app of " + name).getBytes(StandardCharsets.UTF_8);
    }

    /** A new token; its secret must never be seen in a log. */
    String token(Map<String, Object> body) {
        String token = site.as("operator").post(path("/enrollment-tokens"), body).path("token").asText();
        secrets.add(token.substring(token.lastIndexOf('~') + 1));
        return token;
    }

    /** A token with many uses that is remembered under a name. */
    String secretOf(String purpose) {
        return tokens.computeIfAbsent(purpose, unused -> token(Map.of("uses", 100)));
    }

    Identity enroll(String token, String device) {
        return new Enrollment(site.http, site.cloud.endpoints().enrollApi(), BoundedHttp.STANDARD).enroll(token, device);
    }

    static Certified certified(Identity identity) {
        return new Certified(identity.key(), List.of(identity.certificate()));
    }

    /** Declares an artifact; the answer has the upload. */
    JsonNode declare(String artifact, String version, byte[] bytes) {
        JsonNode declared = site.as("operator").post(path("/artifacts"), Map.of("name", artifact, "version", version,
                "kind", "config", "filename", "app.conf", "size", bytes.length, "sha256", Sha256.hex(bytes)));
        secrets.add(declared.path("upload").path("url").asText().replaceAll(".*X-Amz-Signature=", ""));
        return declared;
    }

    private void publish() {
        site.as("operator").upload(declare(artifact(), "1.0.0", content()).path("upload"), content());
        site.as("operator").post(path("/artifacts/" + artifact() + "/1.0.0/publish"), Map.of());
    }
}
