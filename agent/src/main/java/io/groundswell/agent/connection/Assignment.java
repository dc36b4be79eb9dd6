package io.groundswell.agent.connection;

import io.groundswell.domain.name.Names;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;

/** One piece of work from the server. It is a wish: what is installed is decided by signed metadata (R30). */
public sealed interface Assignment {

    /** The rollout that the reports will name. */
    String rollout();

    /** What the server says about the artifact. */
    ArtifactFacts artifact();

    /** Install this version and keep it if it is healthy. */
    record Apply(String rollout, ArtifactFacts artifact, Probe probe) implements Assignment {
    }

    /** Restore what was there before this version (R22). */
    record Revert(String rollout, ArtifactFacts artifact) implements Assignment {
    }

    static Assignment read(Answer answer) {
        String rollout = Names.require("rollout", answer.text("rollout"));
        ArtifactFacts artifact = ArtifactFacts.read(answer.object("artifact"));
        String action = answer.text("action");
        return switch (action) {
            case "apply" -> new Apply(rollout, artifact, probe(answer.object("probe")));
            case "revert" -> new Revert(rollout, artifact);
            default -> throw answer.unexpected("action", "apply or revert", action);
        };
    }

    private static Probe probe(Answer answer) {
        return new Probe(ProbeType.parse(answer.text("type")), answer.text("target"),
                (int) answer.integer("timeout_s", 1, Integer.MAX_VALUE),
                (int) answer.integer("attempts", 1, Integer.MAX_VALUE),
                (int) answer.integer("initial_delay_s", 0, Integer.MAX_VALUE));
    }
}
