package io.groundswell.local.eventcases;

import static io.groundswell.local.eventcases.Expectation.answer;
import static io.groundswell.local.eventcases.Expectation.returns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every payload is answered with, in the order in which they are fed; {@link FixtureFleet} says what is there before. */
final class Cases {

    static final Map<String, Expectation> TABLE = table();

    private static final String MARIA = "arn:aws:sts::123456789012:assumed-role/GroundswellOperator/maria";
    private static final String JONAS = "arn:aws:sts::123456789012:assumed-role/GroundswellApprover/jonas";

    private Cases() {
    }

    private static Map<String, Expectation> table() {
        Map<String, Expectation> rows = new LinkedHashMap<>();
        publisher(rows);
        devices(rows);
        groups(rows);
        artifacts(rows);
        rollouts(rows);
        deviceApi(rows);
        workflow(rows);
        stack(rows);
        audit(rows);
        return rows;
    }

    private static void publisher(Map<String, Expectation> rows) {
        rows.put("Publisher/create-keys", answer(200).with("/fleet", "plant-7")
                .with("/keys/publisher/keyid", "548bd80e1e84b1db18ef40e9c4e74cd6ce54e5cefe05c87aa72d5bf4cd5dcbd8")
                .with("/keys/snapshot/keyid", "1a0524150315d0d35e9f4c127863e29cf30ab4233df023b63261fda0f80e4e76")
                .with("/keys/timestamp/keyid", "d0ed18ac49dee6ef38838fb4c04f264a3d05b4e53870c5a0af427074e42cb4ea"));
        rows.put("Publisher/create-fleet", answer(201).with("/name", "plant-7").with("/lanes", 4)
                .with("/root/version", 1).with("/root/expires", "2098-12-25T10:00:00.000Z").with("/targets/version", 1));
        rows.put("Publisher/put-targets", answer(200).with("/name", "plant-7")
                .with("/targets/version", 2).with("/targets/expires", "2099-12-24T10:00:00.000Z"));
        rows.put("Publisher/put-root", answer(200).with("/name", "plant-7")
                .with("/root/version", 2).with("/root/expires", "2099-12-24T10:00:00.000Z"));
        rows.put("Publisher/publish-artifact", answer(200).with("/name", "edge-config").with("/version", "1.0.7")
                .with("/status", "published").with("/target", "edge-config/1.0.7/config.json"));
        rows.put("Publisher/publish-artifact-without-bytes", answer(409).with("/error", "artifact thermostat 0.9.0 has no bytes"
                + " yet; upload config.json to the address that declaring it gave, then publish again"));
        rows.put("OperatorApi/get-fleet", answer(200).with("/name", "plant-7").with("/root/version", 2)
                .with("/targets/version", 2));
    }

    private static void devices(Map<String, Expectation> rows) {
        rows.put("OperatorApi/create-enrollment-token", answer(201).with("/uses", 25).has("/id").has("/token")
                .has("/expires_at"));
        rows.put("OperatorApi/revoke-enrollment-token", answer(200).with("/id", "0f1e2d3c4b5a69788796")
                .with("/revoked", true));
        rows.put("OperatorApi/list-devices", answer(200).size("/devices", 2).with("/devices/0/name", "pump-0001")
                .with("/devices/1/name", "pump-0002").has("/next_token"));
        rows.put("OperatorApi/get-device", answer(200).with("/name", "pump-0001").with("/groups", List.of("canary")));
        rows.put("OperatorApi/get-device-history", answer(200).with("/events/0/type", "device.enrolled")
                .with("/events/0/data/device", "pump-0001"));
        rows.put("OperatorApi/decommission-device", answer(200).with("/name", "pump-0009")
                .with("/status", "decommissioned").with("/groups", List.of()));
    }

    private static void groups(Map<String, Expectation> rows) {
        rows.put("OperatorApi/create-group", answer(201).with("/name", "line-b").with("/members", 2)
                .with("/sealed", true).with("/unresolved", List.of("pump-9999")));
        rows.put("OperatorApi/append-to-group", answer(200).with("/name", "staging").with("/members", 2)
                .with("/sealed", false).with("/unresolved", List.of("pump-9999")));
        rows.put("OperatorApi/seal-group", answer(200).with("/name", "packing").with("/members", 2)
                .with("/sealed", true));
        rows.put("OperatorApi/list-groups", answer(200).size("/groups", 1).with("/groups/0/name", "canary")
                .has("/next_token"));
        rows.put("OperatorApi/get-group", answer(200).with("/name", "line-a").with("/members", 5).with("/sealed", true));
        rows.put("OperatorApi/list-group-devices", answer(200).size("/devices", 5)
                .with("/devices/0/device", "pump-0003").with("/devices/1/device", "pump-0005")
                .with("/devices/2/device", "pump-0004").with("/devices/3/device", "pump-0002")
                .with("/devices/4/device", "pump-0006").with("/devices/4/retired", false));
    }

    private static void artifacts(Map<String, Expectation> rows) {
        rows.put("OperatorApi/create-artifact", answer(201).with("/name", "vision-model").with("/version", "2.4.0")
                .with("/status", "declared").with("/target", "vision-model/2.4.0/model.onnx")
                .with("/upload/method", "PUT").has("/upload/url").with("/upload/headers/if-none-match", "*"));
        rows.put("OperatorApi/create-artifact-os-bundle", answer(400).has("/error"));
        rows.put("OperatorApi/list-artifacts", answer(200).size("/artifacts", 1)
                .with("/artifacts/0/name", "edge-config").has("/next_token"));
        rows.put("OperatorApi/get-artifact", answer(200).with("/name", "vision-model").with("/version", "2.3.1")
                .with("/kind", "model").with("/status", "published")
                .with("/sha256", "1801992c7da5dc3a3e54f3cd58360951747d548b0a244207775c1d96006f5038"));
        rows.put("OperatorApi/get-artifact-history", answer(200).size("/events", 2)
                .with("/events/0/type", "artifact.declared").with("/events/1/type", "artifact.published")
                .with("/events/1/data/version", "2.3.1").has("/next_token"));
    }

    private static void rollouts(Map<String, Expectation> rows) {
        rows.put("OperatorApi/create-rollout", answer(201).with("/id", "3fb1f62726d0e9d765c6e56d")
                .with("/status", "created").with("/created_by", MARIA).with("/max_failure_rate", 0.05)
                .with("/waves/0/size", 1).with("/waves/1/size", 4).with("/waves/1/approval", "manual"));
        rows.put("OperatorApi/create-rollout-dry-run", answer(200).with("/dry_run", true)
                .with("/waves/0/devices", List.of("pump-0003"))
                .with("/waves/1/devices", List.of("pump-0005", "pump-0004", "pump-0002", "pump-0006")));
        rows.put("OperatorApi/create-rollout-unpublished-artifact", answer(409).has("/error"));
        rows.put("OperatorApi/create-rollout-unknown-field", answer(400).has("/error"));
        rows.put("OperatorApi/list-rollouts", answer(200).size("/rollouts", 1).has("/rollouts/0/id").has("/next_token"));
        rows.put("OperatorApi/get-rollout", answer(200).with("/id", "cf781d62085c385f3285ccba")
                .with("/status", "in_progress").with("/open_wave", 0).with("/waves/0/open", true)
                .with("/waves/1/open", false).with("/waves/1/size", 4));
        rows.put("OperatorApi/list-rollout-devices", answer(200).size("/devices", 4)
                .with("/devices/0/device", "pump-0005").with("/devices/0/wave", 1).with("/devices/0/state", "pending"));
        rows.put("OperatorApi/approve-wave", answer(200).with("/id", "497a8dc7fbbb9b63bac365fd")
                .with("/waves/0/approved_by", JONAS));
        rows.put("OperatorApi/approve-wave-by-creator", answer(403).has("/error"));
        rows.put("OperatorApi/halt-rollout", answer(200).with("/status", "halted")
                .with("/halt/reason", "bearing temperature rises on line A"));
        rows.put("OperatorApi/resume-rollout", answer(200).with("/status", "in_progress").with("/resumes", 1));
        rows.put("OperatorApi/abort-rollout", answer(200).with("/status", "aborted").with("/abort_policy", "revert")
                .has("/revert_until"));
    }

    private static void deviceApi(Map<String, Expectation> rows) {
        rows.put("DeviceApi/register", answer(200).with("/name", "pump-0001").with("/status", "active")
                .with("/agent_version", "0.1.0").with("/installed_versions/vision-model", "2.2.0"));
        rows.put("DeviceApi/heartbeat", answer(200).with("/interval_s", 5).size("/assignments", 1)
                .with("/assignments/0/rollout", "52c1b238df9112f9d16af74f").with("/assignments/0/action", "apply")
                .with("/assignments/0/artifact/target", "vision-model/2.3.1/model.onnx")
                .with("/assignments/0/probe/timeout_s", 10));
        rows.put("DeviceApi/heartbeat-decommissioned", answer(401).with("/code", "decommissioned").has("/error"));
        rows.put("DeviceApi/report", answer(200).with("/rollout", "52c1b238df9112f9d16af74f")
                .with("/state", "downloading"));
        rows.put("DeviceApi/report-not-a-member", answer(404)
                .with("/error", "rollout cf781d62085c385f3285ccba does not include this device"));
        rows.put("DeviceApi/get-metadata", answer(200).with("/signed/_type", "timestamp")
                .with("/@headers/content-type", "application/json"));
        rows.put("DeviceApi/get-target", answer(302).has("/@headers/location"));
        rows.put("Enrollment/enroll", answer(201).has("/certificate").has("/ca").with("/root/signed/_type", "root")
                .has("/device_api").with("/heartbeat_interval_s", 5));
        rows.put("Enrollment/enroll-with-revoked-token", answer(401).with("/code", "token_refused").has("/error"));
        rows.put("Enrollment/renew-certificate", answer(201).has("/certificate").has("/ca"));
    }

    private static void workflow(Map<String, Expectation> rows) {
        rows.put("WorkflowTasks/open-wave", returns().with("/step", "WatchWave"));
        rows.put("WorkflowTasks/watch-wave", returns().with("/step", "WatchWave"));
        rows.put("WorkflowTasks/await-approval", returns().with("/step", "AwaitApproval"));
        rows.put("WorkflowTasks/await-operator", returns().with("/step", "AwaitOperator"));
        rows.put("WorkflowTasks/finish-rollout", returns().with("/step", "Aborted"));
        rows.put("Recorder/fleet-stream", returns().with("/batchItemFailures", List.of()));
        rows.put("Recorder/fleet-stream-redelivered", returns().with("/batchItemFailures", List.of()));
        rows.put("Sweep/every-five-minutes", returns().with("/fleets", 1));
        rows.put("Sweep/execution-stopped", returns().with("/rollout", "a0b07c9dc1d5da65f7a19e6a"));
    }

    private static void stack(Map<String, Expectation> rows) {
        rows.put("MetadataRefresh/daily", returns().with("/fleets", 1).with("/failures", 0).has("/days_left"));
        rows.put("Bootstrap/create", returns().with("/status", "SUCCESS"));
        rows.put("Bootstrap/update", returns().with("/status", "SUCCESS"));
        rows.put("Bootstrap/delete", returns().with("/status", "SUCCESS"));
    }

    private static void audit(Map<String, Expectation> rows) {
        rows.put("OperatorApi/read-audit", answer(200).size("/events", 3).with("/events/0/type", "fleet.created")
                .with("/events/0/actor", MARIA).with("/events/0/data/lanes", 4).has("/next_token"));
        rows.put("AuditExport/export-audit", answer(201).with("/fleet", "plant-7").with("/status", "complete").with("/verdict", "intact")
                .with("/findings", List.of()).size("/heads", 4).with("/objects/0/name", "events.jsonl")
                .with("/objects/1/name", "manifest.json").with("/objects/2/name", "manifest.sig"));
        // The records of Recorder/fleet-stream are of writes that the fleet table never had.
        List<String> onlyStreamed = List.of(
                "subject DEVICE#plant-7#pump-0021/META is at revision 1, but has revision 2 on record",
                "subject DEVICE#plant-7#pump-0021/ROLLOUT#2132c4802f5a9bb80dd31c59 has no item, but revision 2 on record");
        rows.put("Reconcile/reconcile-fleet", answer(200).with("/fleet", "plant-7").with("/tallies_corrected", 0)
                .with("/lost", 0).with("/items_behind", 2).with("/unresolved", onlyStreamed));
        rows.put("Reconcile/hourly", returns().with("/fleets", 1).with("/finished", 1).with("/unresolved", onlyStreamed));
        rows.put("Anchor/daily", returns().with("/anchored", 1).with("/failures", 0));
        rows.put("AuditExport/continue-export", answer(404).with("/error", "fleet plant-7 has no export "
                + "20260302T094046Z-5d0c9a1e; begin one with POST /fleets/plant-7/audit/exports"));
        rows.put("AuditExport/get-export", answer(404).with("/error", "fleet plant-7 has no export "
                + "20260302T094046Z-5d0c9a1e; begin one with POST /fleets/plant-7/audit/exports"));
        rows.put("AuditExport/get-keys", answer(200).with("/fleet", "plant-7").has("/evidence_key")
                .with("/keys/publisher/keyid", "548bd80e1e84b1db18ef40e9c4e74cd6ce54e5cefe05c87aa72d5bf4cd5dcbd8"));
    }
}
