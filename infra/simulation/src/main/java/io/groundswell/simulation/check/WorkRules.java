package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.map;
import static io.groundswell.simulation.check.Read.number;
import static io.groundswell.simulation.check.Read.text;

import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What may become of a device on a rollout (R10, R17, R22, R26, R27). */
final class WorkRules {

    private static final Set<String> REVERSALS = Set.of("reverted", "revert_skipped");
    private static final int MOST_TRANSITIONS = 50;

    private WorkRules() {
    }

    static void check(NaiveRollout rollout, String device, String before, Map<String, AttributeValue> item) {
        String after = text(item, "state");
        requireEvidence(rollout, device, after, map(item, "event"));
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
        Violation.unless(!answersReversal || rollout.versions.getLast().reverting(),
                "[R22] device %s is %s, but nobody asked the devices of rollout %s to revert", device, after, rollout.id);
        Violation.unless(NaiveRollout.isTerminal(after) || number(item, "rev") <= MOST_TRANSITIONS,
                "[R26] %d transitions of device %s on rollout %s are recorded", number(item, "rev"), device, rollout.id);
        Violation.unless(rollout.waves.get(device) <= rollout.open,
                "[R17] device %s reports on wave %d of rollout %s, of which %d is open", device, rollout.waves.get(device),
                rollout.id, rollout.open);
    }

    /** The event says who reported what, and of which artifact (R31). */
    private static void requireEvidence(NaiveRollout rollout, String device, String state, Map<String, AttributeValue> event) {
        boolean left = state.equals("excluded");
        String type = left || REVERSALS.contains(state) ? "device." + state : "device.reported";
        Map<String, AttributeValue> facts = map(event, "data");
        Violation.unless(text(event, "type").equals(type)
                        && text(event, "actor").equals(left ? "groundswell" : "device:" + device)
                        && text(facts, "device").equals(device) && text(facts, "rollout").equals(rollout.id)
                        && text(facts, "state").equals(state) && text(facts, "artifact").equals(rollout.artifact)
                        && text(facts, "version").equals(rollout.version),
                "[R31] device %s becomes %s on rollout %s, the event is %s", device, state, rollout.id, event);
    }
}
