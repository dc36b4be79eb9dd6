package io.groundswell.handlers.table;

import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import io.groundswell.domain.rollout.AbortPolicy;
import io.groundswell.domain.rollout.Approval;
import io.groundswell.domain.rollout.FailureTolerance;
import io.groundswell.domain.rollout.Halt;
import io.groundswell.domain.rollout.Percent;
import io.groundswell.domain.rollout.RolledArtifact;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.RolloutStatus;
import io.groundswell.domain.rollout.Wave;
import io.groundswell.domain.time.Timestamps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A rollout as an item and back. */
final class RolloutItem {

    private RolloutItem() {
    }

    static Item of(Rollout rollout) {
        Rollout.Plan plan = rollout.plan();
        return Item.with()
                .text("fleet", plan.ref().fleet()).text("id", plan.ref().id())
                .text(Keys.LISTING_PK, Keys.rolloutsOf(plan.ref().fleet()))
                .text(Keys.LISTING_SK, listingKey(plan))
                .text("status", rollout.status().word())
                .item("artifact", artifact(plan.artifact()))
                .text("group", plan.group()).number("group_clock", plan.groupClock())
                .item("probe", probe(plan.probe()))
                .text("max_failure_rate", plan.tolerance().toString())
                .flag("separation_of_duties", plan.separationOfDuties())
                .text("created_by", plan.createdBy()).time("created_at", plan.createdAt())
                .items("waves", rollout.waves().stream().map(RolloutItem::wave).toList())
                .number("open_wave", rollout.openWave()).number("epoch", rollout.epoch())
                .all(rollout.halt().map(RolloutItem::halt).orElse(Item.with().build()))
                .text("abort_policy", rollout.abortPolicy().map(AbortPolicy::word))
                .time("revert_until", rollout.revertUntil())
                .build();
    }

    static Rollout toRollout(Item item) {
        FailureTolerance tolerance = new FailureTolerance(new BigDecimal(item.text("max_failure_rate")));
        Rollout.Plan plan = new Rollout.Plan(new RolloutRef(item.text("fleet"), item.text("id")),
                toArtifact(item.item("artifact")), item.text("group"), item.number("group_clock"),
                toProbe(item.item("probe")), tolerance, item.flag("separation_of_duties"),
                item.text("created_by"), item.time("created_at"));
        return new Rollout(plan, RolloutStatus.parse(item.text("status")), toWaves(item.items("waves")),
                item.integer("open_wave"), item.integer("epoch"),
                item.optionalItem("halt").map(halt -> toHalt(halt, tolerance)),
                item.optionalText("abort_policy").map(AbortPolicy::parse), item.optionalTime("revert_until"));
    }

    /** Newest last; the id keeps rollouts of one instant apart. */
    static String listingKey(Rollout.Plan plan) {
        return Timestamps.format(plan.createdAt()) + "#" + plan.ref().id();
    }

    private static Item artifact(RolledArtifact artifact) {
        return Item.with().text("name", artifact.ref().name()).text("version", artifact.ref().version())
                .text("kind", artifact.kind().word()).text("target", artifact.target())
                .number("size", artifact.size()).text("sha256", artifact.sha256()).build();
    }

    private static RolledArtifact toArtifact(Item item) {
        return new RolledArtifact(new ArtifactRef(item.text("name"), item.text("version")),
                ArtifactKind.parse(item.text("kind")), item.text("target"), item.number("size"), item.text("sha256"));
    }

    private static Item probe(Probe probe) {
        return Item.with().text("type", probe.type().word()).text("target", probe.target())
                .number("timeout_s", probe.timeoutS()).number("attempts", probe.attempts())
                .number("initial_delay_s", probe.initialDelayS()).build();
    }

    private static Probe toProbe(Item item) {
        return new Probe(ProbeType.parse(item.text("type")), item.text("target"), item.integer("timeout_s"),
                item.integer("attempts"), item.integer("initial_delay_s"));
    }

    private static Item wave(Wave wave) {
        return Item.with().text("percent", wave.percent().toString()).text("approval", wave.approval().word())
                .text("bound", wave.bound()).number("size", wave.size()).text("approved_by", wave.approvedBy()).build();
    }

    private static List<Wave> toWaves(List<Item> items) {
        List<Wave> waves = new ArrayList<>();
        items.forEach(item -> waves.add(new Wave(waves.size(), new Percent(new BigDecimal(item.text("percent"))),
                Approval.parse(item.text("approval")), item.text("bound"), item.integer("size"),
                item.optionalText("approved_by"))));
        return waves;
    }

    private static Item halt(Halt halt) {
        return Item.with().item("halt", Item.with().number("wave", halt.wave()).number("failures", halt.failures())
                .number("devices", halt.devices()).text("reason", halt.reason()).build()).build();
    }

    private static Halt toHalt(Item item, FailureTolerance tolerance) {
        return new Halt(item.integer("wave"), item.integer("failures"), item.integer("devices"), tolerance,
                item.text("reason"));
    }
}
