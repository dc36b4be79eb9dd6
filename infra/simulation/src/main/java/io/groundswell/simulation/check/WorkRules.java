package io.groundswell.simulation.check;

import java.util.Set;

/** What may become of a device on a rollout (R10, R17, R22, R26, R27). */
final class WorkRules {

    private static final Set<String> REVERSALS = Set.of("reverted", "revert_skipped");

    private WorkRules() {
    }

    static void check(NaiveRollout rollout, String device, String before, String after) {
        Violation.unless(!before.equals("excluded"), "[R10] device %s left rollout %s and comes back as %s", device,
                rollout.id, after);
        if (after.equals("excluded")) {
            return;
        }
        boolean answersReversal = before.equals("healthy") && REVERSALS.contains(after);
        Violation.unless(!NaiveRollout.isTerminal(before) || answersReversal,
                "[R26] state %s of device %s on rollout %s is terminal, found %s after it", before, device, rollout.id, after);
        Violation.unless(!REVERSALS.contains(after) || answersReversal,
                "[R22] device %s was not healthy on rollout %s and cannot be %s", device, rollout.id, after);
        Violation.unless(rollout.waves.get(device) <= rollout.open,
                "[R17] device %s reports on wave %d of rollout %s, of which %d is open", device, rollout.waves.get(device),
                rollout.id, rollout.open);
    }
}
