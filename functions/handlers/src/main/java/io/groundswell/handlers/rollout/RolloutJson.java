package io.groundswell.handlers.rollout;

import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.rollout.Halt;
import io.groundswell.domain.rollout.RolledArtifact;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.domain.rollout.Wave;
import io.groundswell.domain.rollout.WaveTally;
import io.groundswell.domain.time.Timestamps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rollouts as callers see them. */
public final class RolloutJson {

    private RolloutJson() {
    }

    static Map<String, Object> of(Rollout rollout, Tallies tallies) {
        Map<String, Object> json = summary(rollout);
        json.put("waves", rollout.waves().stream().map(wave -> wave(rollout, wave, tallies.wave(wave.index()))).toList());
        return json;
    }

    /** What a list shows: everything but the counts. */
    static Map<String, Object> summary(Rollout rollout) {
        Rollout.Plan plan = rollout.plan();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", plan.ref().id());
        json.put("fleet", plan.ref().fleet());
        json.put("status", rollout.status().word());
        json.put("artifact", artifact(plan.artifact()));
        json.put("group", plan.group());
        json.put("probe", probe(plan.probe()));
        json.put("max_failure_rate", plan.tolerance().rate());
        json.put("separation_of_duties", plan.separationOfDuties());
        json.put("created_by", plan.createdBy());
        json.put("created_at", Timestamps.format(plan.createdAt()));
        json.put("open_wave", rollout.openWave());
        json.put("resumes", rollout.epoch());
        rollout.halt().ifPresent(halt -> json.put("halt", halt(halt)));
        rollout.abortPolicy().ifPresent(policy -> json.put("abort_policy", policy.word()));
        rollout.revertUntil().ifPresent(until -> json.put("revert_until", Timestamps.format(until)));
        return json;
    }

    /** The artifact as rollouts and assignments name it. */
    public static Map<String, Object> artifact(RolledArtifact artifact) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", artifact.ref().name());
        json.put("version", artifact.ref().version());
        json.put("kind", artifact.kind().word());
        json.put("target", artifact.target());
        json.put("size", artifact.size());
        json.put("sha256", artifact.sha256());
        return json;
    }

    public static Map<String, Object> probe(Probe probe) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", probe.type().word());
        json.put("target", probe.target());
        json.put("timeout_s", probe.timeoutS());
        json.put("attempts", probe.attempts());
        json.put("initial_delay_s", probe.initialDelayS());
        return json;
    }

    /** The cohorts of a rollout that was not created: the first names of every wave. */
    static Map<String, Object> cohorts(Rollout rollout, List<List<String>> devices) {
        Map<String, Object> json = summary(rollout);
        json.remove("id");
        json.put("dry_run", true);
        json.put("waves", rollout.waves().stream().map(wave -> {
            Map<String, Object> cohort = wave(wave);
            cohort.put("devices", devices.get(wave.index()));
            return cohort;
        }).toList());
        return json;
    }

    private static Map<String, Object> wave(Rollout rollout, Wave wave, WaveTally tally) {
        Map<String, Object> json = wave(wave);
        json.put("open", wave.index() <= rollout.openWave());
        wave.approvedBy().ifPresent(actor -> json.put("approved_by", actor));
        json.put("healthy", tally.healthy());
        json.put("failed", tally.failedEver());
        json.put("rolled_back", tally.rolledBackEver());
        json.put("excluded", tally.excluded());
        json.put("reverted", tally.reverted());
        json.put("revert_skipped", tally.revertSkipped());
        return json;
    }

    private static Map<String, Object> wave(Wave wave) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("index", wave.index());
        json.put("percent", wave.percent().value());
        json.put("approval", wave.approval().word());
        json.put("size", wave.size());
        return json;
    }

    private static Map<String, Object> halt(Halt halt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", halt.reason());
        json.put("wave", halt.wave());
        json.put("failures", halt.failures());
        json.put("devices", halt.devices());
        json.put("tolerance", halt.tolerance().rate());
        return json;
    }
}
