package io.groundswell.handlers.rollout;

import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import io.groundswell.domain.rollout.Approval;
import io.groundswell.domain.rollout.FailureTolerance;
import io.groundswell.domain.rollout.Percent;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Strategy;
import io.groundswell.domain.rollout.WaveSpec;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.handlers.json.Fields;
import java.util.List;

/** The body of a rollout creation, validated (R12, R15, R29). */
record RolloutRequest(ArtifactRef artifact, String group, Probe probe, Strategy strategy) {

    private static final int MOST_WAVES = 1000;

    static RolloutRequest parse(Fields body) {
        Fields artifact = body.object("artifact");
        ArtifactRef ref = new ArtifactRef(artifact.name("name"), artifact.name("version"));
        artifact.refuseUnknown();
        RolloutRequest request = new RolloutRequest(ref, body.name("group"), probe(body.object("probe")),
                body.optionalObject("strategy").map(RolloutRequest::strategy).orElse(Strategy.DEFAULT));
        body.refuseUnknown();
        return request;
    }

    /** Whether a rollout is what this request, made by this caller, asked for (R16). */
    boolean describes(Rollout rollout, String actor) {
        Rollout.Plan plan = rollout.plan();
        List<WaveSpec> waves = rollout.waves().stream()
                .map(wave -> new WaveSpec(wave.percent(), wave.approval())).toList();
        return plan.artifact().ref().equals(artifact) && plan.group().equals(group) && plan.probe().equals(probe)
                && new Strategy(waves, plan.tolerance(), plan.separationOfDuties()).equals(strategy)
                && plan.createdBy().equals(actor);
    }

    private static Probe probe(Fields fields) {
        Probe probe = new Probe(ProbeType.parse(fields.text("type")), fields.text("target"),
                fields.integer("timeout_s"), fields.integer("attempts"),
                fields.optionalInteger("initial_delay_s").orElse(0));
        fields.refuseUnknown();
        return probe;
    }

    private static Strategy strategy(Fields fields) {
        List<WaveSpec> waves = fields.optionalObjects("waves", MOST_WAVES)
                .map(list -> list.stream().map(RolloutRequest::wave).toList()).orElse(Strategy.DEFAULT.waves());
        Strategy strategy = new Strategy(waves,
                fields.decimal("max_failure_rate").map(FailureTolerance::new).orElse(FailureTolerance.NONE),
                fields.flag("separation_of_duties", false));
        fields.refuseUnknown();
        return strategy;
    }

    private static WaveSpec wave(Fields fields) {
        Percent percent = fields.decimal("percent").map(Percent::new)
                .orElseThrow(() -> new InvalidRequest("every entry of strategy.waves must have percent, found none"));
        WaveSpec wave = new WaveSpec(percent,
                fields.optionalText("approval").map(Approval::parse).orElse(Approval.AUTO));
        fields.refuseUnknown();
        return wave;
    }
}
