package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.map;
import static io.groundswell.simulation.check.Read.number;
import static io.groundswell.simulation.check.Read.text;

import io.groundswell.simulation.cloud.Invocation;
import io.groundswell.simulation.dynamodb.Change;
import java.math.BigDecimal;
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
     * @param figures what a halt of that moment records
     */
    record Decided(long rev, String next, NaiveRollout.Figures figures) {
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
        if (type.equals("rollout.halted")) {
            requireFigures(rollout, map(map(after, "event"), "data"), number(change.before(), "rev"), by);
        }
        requireFacts(rollout, map(map(after, "event"), "data"), type);
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

    /** A halt records the wave, the failures and the devices that were on record when it was decided (R20). */
    private static void requireFigures(NaiveRollout rollout, Map<String, AttributeValue> facts, long fromRev,
            Optional<Invocation> by) {
        Object known = by.map(invocation -> invocation.notes().get(rollout.id)).orElse(null);
        Violation.unless(known instanceof Decided decided && decided.rev() == fromRev
                        && number(facts, "failures") == decided.figures().failures()
                        && number(facts, "devices") == decided.figures().devices()
                        && number(facts, "wave") == rollout.open
                        && new BigDecimal(text(facts, "tolerance")).compareTo(rollout.tolerance) == 0,
                "[R20] the halt of rollout %s in wave %d is decided from %s, found %s", rollout.id, rollout.open, known, facts);
    }

    /** What the event says happened is what happens (R31). */
    private static void requireFacts(NaiveRollout rollout, Map<String, AttributeValue> facts, String type) {
        int next = rollout.open + 1;
        boolean holds = switch (type) {
            case "rollout.wave_opened" -> number(facts, "wave") == next
                    && number(facts, "size") == rollout.waves.values().stream().filter(wave -> wave == next).count();
            case "rollout.waiting_for_approval" -> number(facts, "wave") == next;
            case "rollout.resumed" -> number(facts, "epoch") == rollout.epoch + 1;
            default -> true;
        };
        Violation.unless(holds, "[R31] %s of rollout %s, of which wave %d is open and which was resumed %d times, is recorded "
                + "with %s", type, rollout.id, rollout.open, rollout.epoch, facts);
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
                approve(rollout, map(after, "event"));
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
            case "rollout.reversal_requested" -> requirePolicy(rollout, after, true);
            case "rollout.aborted" -> {
                rollout.status = "aborted";
                requirePolicy(rollout, after, text(map(map(after, "event"), "data"), "policy").equals("revert"));
            }
            default -> rollout.status = type.substring("rollout.".length());
        }
        rollout.rev++;
    }

    private static void approve(NaiveRollout rollout, Map<String, AttributeValue> event) {
        int wave = (int) number(map(event, "data"), "wave");
        Violation.unless(wave == rollout.open + 1 && !rollout.approved.contains(wave),
                "[R24] rollout %s waits for the approval of wave %d, and wave %d is approved", rollout.id, rollout.open + 1,
                wave);
        Violation.unless(!rollout.separated || !text(event, "actor").equals(rollout.createdBy),
                "[R24] %s created rollout %s, which separates duties, and approves wave %d", rollout.createdBy, rollout.id,
                wave);
        rollout.approved.add(wave);
    }

    /** Devices are asked to revert exactly if that is the policy (R22). */
    private static void requirePolicy(NaiveRollout rollout, Map<String, AttributeValue> after, boolean revert) {
        Violation.unless(after.containsKey("revert_until") == revert
                        && text(after, "abort_policy").equals(revert ? "revert" : "keep"),
                "[R22] rollout %s is aborted with policy %s, found %s", rollout.id, revert ? "revert" : "keep", after);
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
