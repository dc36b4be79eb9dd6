package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.map;
import static io.groundswell.simulation.check.Read.number;
import static io.groundswell.simulation.check.Read.text;

import io.groundswell.simulation.cloud.Invocation;
import io.groundswell.simulation.dynamodb.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What may become of a rollout, and whether what became of it was due (R17–R25). */
final class RolloutRules {

    private static final Set<String> DECIDED = Set.of("rollout.wave_opened", "rollout.waiting_for_approval",
            "rollout.succeeded", "rollout.failed");

    /**
     * What an invocation could know when it read the tallies.
     *
     * @param rev the rollout's revision then
     * @param next what was due then
     */
    record Decided(long rev, String next) {
    }

    void check(NaiveRollout rollout, Change change, Optional<Invocation> by) {
        Map<String, AttributeValue> after = change.after();
        String type = text(map(after, "event"), "type");
        boolean byItself = text(map(after, "event"), "actor").equals("groundswell");
        Violation.unless(DECIDED.contains(type) == (byItself && !type.equals("rollout.halted"))
                || type.equals("rollout.halted"), "[R24] nobody but Groundswell decides %s", type);
        if (byItself) {
            requireDue(rollout, type, number(change.before(), "rev"), by);
        }
        if (rollout.isFinal()) {
            Violation.unless(type.equals("rollout.reversal_requested") && rollout.status.equals("failed")
                            && text(after, "status").equals("failed") && !change.before().containsKey("revert_until"),
                    "[R25] rollout %s is %s, which is final, found %s", rollout.id, rollout.status, type);
        }
        take(rollout, after, type, byItself);
        requireConsistent(rollout, after, type);
    }

    private static void requireDue(NaiveRollout rollout, String type, long fromRev, Optional<Invocation> by) {
        Object known = by.map(invocation -> invocation.notes().get(rollout.id)).orElse(null);
        Violation.unless(known instanceof Decided decided && decided.rev() == fromRev,
                "[R18] %s of rollout %s is decided from the revision that it replaces, %d, found %s", type, rollout.id,
                fromRev, known);
        Violation.unless(((Decided) known).next().equals(type),
                "[R18] by what was on record, the next event of rollout %s was %s, found %s", rollout.id,
                ((Decided) known).next(), type);
    }

    /** The new state by the rules, from the old one and the event. */
    private static void take(NaiveRollout rollout, Map<String, AttributeValue> after, String type, boolean byItself) {
        switch (type) {
            case "rollout.wave_opened" -> {
                rollout.open++;
                rollout.status = "in_progress";
            }
            case "rollout.wave_approved" -> {
                Violation.unless(rollout.status.equals("waiting_for_approval"),
                        "[R24] an approval of rollout %s while it is %s", rollout.id, rollout.status);
                rollout.approved.add((int) number(map(map(after, "event"), "data"), "wave"));
            }
            case "rollout.halted" -> {
                Violation.unless(!rollout.status.equals("halted"), "[R25] rollout %s halts twice", rollout.id);
                requireReason(after, byItself);
                rollout.status = "halted";
                rollout.approved.removeIf(wave -> wave > rollout.open);
            }
            case "rollout.resumed" -> {
                Violation.unless(rollout.status.equals("halted"), "[R21] rollout %s resumes while it is %s", rollout.id,
                        rollout.status);
                rollout.status = "in_progress";
                rollout.epoch++;
                rollout.acknowledge();
            }
            case "rollout.reversal_requested" -> { }
            default -> rollout.status = type.substring("rollout.".length());
        }
        rollout.rev++;
    }

    private static void requireReason(Map<String, AttributeValue> after, boolean byItself) {
        boolean tripped = text(map(after, "halt"), "reason").equals("tolerance_exceeded");
        Violation.unless(tripped == byItself, "[R20] a halt names its reason, found %s", after.get("halt"));
    }

    private static void requireConsistent(NaiveRollout rollout, Map<String, AttributeValue> after, String type) {
        Set<Integer> approved = new TreeSet<>();
        List<AttributeValue> waves = after.get("waves").l();
        for (int i = 0; i < waves.size(); i++) {
            if (waves.get(i).m().containsKey("approved_by")) {
                approved.add(i);
            }
        }
        Violation.unless(text(after, "status").equals(rollout.status) && number(after, "open_wave") == rollout.open
                        && number(after, "epoch") == rollout.epoch && approved.equals(rollout.approved),
                "[R18] after %s rollout %s is %s, wave %d, resumed %d times, approved %s; found %s, %d, %d, %s", type,
                rollout.id, rollout.status, rollout.open, rollout.epoch, rollout.approved, text(after, "status"),
                number(after, "open_wave"), number(after, "epoch"), approved);
    }
}
