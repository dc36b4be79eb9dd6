package io.groundswell.simulation.world;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Fleet;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.FleetTable;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.simulation.cloud.Chance;
import io.groundswell.simulation.cloud.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What there is when a run begins, and what is going to happen. */
final class Scene {

    static final String FLEET = "plant";

    private static final int MOST_LANES = 4;
    private static final int MOST_GROUPS = 3;
    private static final int MOST_ROLLOUTS = 3;
    private static final double FILLS_A_GROUP = 0.25;
    private static final List<Object> TOLERANCES = List.of(0, 0, 0.1, 0.2, 0.34, 0.5);
    private static final String SHA256 = "ab".repeat(32);

    private final long seed;
    private final Chance chance;
    private final FleetTable table;

    Scene(long seed, Chance chance, FleetTable table) {
        this.seed = seed;
        this.chance = chance;
        this.table = table;
    }

    /** Puts fleet, devices and artifacts into the tables, each with its evidence; returns the devices' names. */
    List<String> found() {
        Fleet.OfflineRole role = new Fleet.OfflineRole(1, Certificates.EXPIRES);
        new FleetStore(table).create(new Fleet(FLEET, chance.from(1, MOST_LANES), Cloud.START, role, role),
                evidence("fleet.created", Map.of("fleet", FLEET)));
        for (String version : List.of("1", "2", "3")) {
            publish(new ArtifactRef("app", version));
        }
        publish(new ArtifactRef("model", "1"));
        List<String> names = IntStream.range(0, size()).mapToObj("d%02d"::formatted).toList();
        DeviceStore devices = new DeviceStore(table);
        names.forEach(name -> {
            DeviceRecord device = DeviceRecord.enrolled(new DeviceRef(FLEET, name), Cloud.START,
                    Certificates.of(FLEET, name).pin());
            devices.save(new Versioned<>(device, 0), device, evidence("device.enrolled", Map.of("device", name)));
        });
        return names;
    }

    /** Creates groups, and announces rollouts, decommissions and meddling. */
    void announce(List<String> devices, Operator operator, Duration until) {
        List<String> groups = new ArrayList<>();
        int count = chance.from(1, MOST_GROUPS);
        for (int i = 0; i < count; i++) {
            String group = "group-" + seed + "-" + i;
            operator.group(group, some(devices));
            groups.add(group);
        }
        int rollouts = chance.hits(0.5) ? 1 : chance.from(2, MOST_ROLLOUTS);
        for (int i = 0; i < rollouts; i++) {
            Duration when = i == 0 ? Duration.ofSeconds(chance.from(1, 60)) : chance.upTo(until);
            operator.create(when, "rollout-" + seed + "-" + i, rollout(chance.oneOf(groups)));
            if (chance.hits(0.2)) {
                operator.decommission(when.plus(chance.upTo(Duration.ofSeconds(2))), chance.oneOf(devices));
            }
        }
        if (chance.hits(FILLS_A_GROUP)) {
            fillAGroup(devices, operator, until.dividedBy(2));
        }
        while (chance.hits(0.4)) {
            operator.decommission(chance.between(Duration.ZERO, until), chance.oneOf(devices));
        }
        while (chance.hits(0.45)) {
            operator.meddle(chance.between(Duration.ZERO, until));
        }
    }

    /** A group that comes to be while everything goes wrong and members are decommissioned, and a rollout of it. */
    private void fillAGroup(List<String> devices, Operator operator, Duration until) {
        String group = "group-" + seed + "-filled";
        Map<String, Object> rollout = rollout(group);
        Duration begins = chance.upTo(until);
        Duration after = chance.upTo(Duration.ofSeconds(30));
        operator.fill(begins, group, some(devices), () -> operator.create(after, "rollout-" + seed + "-filled", rollout));
        if (chance.hits(0.5)) {
            operator.decommission(begins.plus(chance.upTo(Duration.ofSeconds(60))), chance.oneOf(devices));
        }
    }

    private int size() {
        return switch (chance.from(0, 19)) {
            case 0, 1 -> 1;
            case 2 -> chance.from(9, 40);
            case 3, 4, 5 -> chance.from(5, 8);
            default -> chance.from(2, 4);
        };
    }

    private List<String> some(List<String> devices) {
        List<String> some = devices.stream().filter(device -> chance.hits(0.8)).toList();
        return some.isEmpty() ? devices : some;
    }

    private Map<String, Object> rollout(String group) {
        ArtifactRef artifact = chance.hits(0.2) ? new ArtifactRef("model", "1")
                : new ArtifactRef("app", Integer.toString(chance.from(1, 3)));
        List<Map<String, Object>> waves = new ArrayList<>();
        int percent = 0;
        while (percent < 100) {
            percent = chance.hits(0.4) ? 100 : Math.min(100, percent + chance.from(1, 60));
            waves.add(Map.of("percent", percent, "approval", chance.hits(0.35) ? "manual" : "auto"));
        }
        return Map.of("artifact", Map.of("name", artifact.name(), "version", artifact.version()), "group", group,
                "probe", Map.of("type", "file", "target", "/run/ok", "timeout_s", 5, "attempts", 1),
                "strategy", Map.of("waves", waves, "max_failure_rate", chance.oneOf(TOLERANCES),
                        "separation_of_duties", chance.hits(0.2)));
    }

    private void publish(ArtifactRef ref) {
        ArtifactStore artifacts = new ArtifactStore(table);
        Artifact artifact = new Artifact(ref, ArtifactKind.MODEL, new ArtifactContent("file", 7, SHA256), Map.of(),
                ArtifactStatus.DECLARED);
        Map<String, Object> facts = Map.of("artifact", ref.name(), "version", ref.version());
        artifacts.declare(FLEET, artifact, Certificates.EXPIRES, evidence("artifact.declared", facts));
        artifacts.publish(FLEET, new Versioned<>(artifact, 1), evidence("artifact.published", facts));
    }

    private static Evidence evidence(String type, Map<String, Object> facts) {
        return new Evidence(type, "arn:aws:iam::000000000000:user/ada", at(), facts);
    }

    private static Instant at() {
        return Cloud.START;
    }
}
