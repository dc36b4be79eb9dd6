package io.groundswell.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.simulation.cloud.Answer;
import io.groundswell.simulation.cloud.Cloud;
import java.util.Set;
import java.util.TreeSet;

/** Holds the answers that callers get, and the system at rest, against the rules. */
public final class Judge {

    private static final int SHOWN_OF_AN_ID = 6;
    private static final Set<String> OPEN = Set.of("in_progress", "waiting_for_approval");

    private final Ledger ledger;
    private final Cloud cloud;

    public Judge(Ledger ledger, Cloud cloud) {
        this.ledger = ledger;
        this.cloud = cloud;
    }

    /** A function that nothing let down decides; whatever it was sent, that is no reason to fail (R35). */
    private void requireDecided(String what, Answer answer) {
        Violation.unless(answer.isDecided() || answer.disturbed(), "[R35] %s is answered %d although every service worked",
                what, answer.status());
    }

    /** An assignment is of an open wave, not halted, not held back, for a device in service (R10, R17, R20, R22, R28). */
    public void heartbeat(String device, Answer answer) {
        requireDecided("the heartbeat of " + device, answer);
        Violation.unless(answer.status() != 200 || !ledger.wasDecommissioned(device, answer.startedAt()),
                "[R10] device %s was decommissioned and its heartbeat is answered 200", device);
        answer.body().path("assignments").forEach(assignment -> assigned(device, assignment, answer.startedAt()));
    }

    private void assigned(String device, JsonNode assignment, long from) {
        NaiveRollout rollout = ledger.rollouts().get(assignment.path("rollout").asText());
        long to = cloud.step();
        Violation.unless(rollout.waves.containsKey(device), "[R17] device %s is in no wave of rollout %s but is assigned it",
                device, rollout.id);
        if (assignment.path("action").asText().equals("revert")) {
            Violation.unless(rollout.wasEver(from, to, NaiveRollout.Version::reverting),
                    "[R22] device %s is told to revert rollout %s, which nobody asked for", device, rollout.id);
            return;
        }
        int wave = rollout.waves.get(device);
        Violation.unless(wave <= rollout.open, "[R17] device %s is assigned wave %d of rollout %s, of which %d is open",
                device, wave, rollout.id, rollout.open);
        if (ledger.written(rollout.id, device).equals("pending")) {
            Violation.unless(rollout.wasEver(from, to, version -> OPEN.contains(version.status()) && wave <= version.open()),
                    "[R20] device %s is assigned rollout %s anew while that is %s", device, rollout.id, rollout.status);
            requireFirst(device, rollout, from, to);
        }
    }

    private void requireFirst(String device, NaiveRollout rollout, long from, long to) {
        ledger.rollouts().values().forEach(older -> {
            boolean comesFirst = older.artifact.equals(rollout.artifact) && older != rollout
                    && (older.createdAt + older.id).compareTo(rollout.createdAt + rollout.id) < 0
                    && older.versions.getFirst().step() <= from && older.waves.containsKey(device)
                    && !ledger.written(older.id, device).equals("excluded")
                    && !older.wasEver(from, to, version -> version.status().matches("succeeded|failed|aborted"));
            Violation.unless(!comesFirst, "[R28] device %s is assigned rollout %s although the older %s of the same artifact "
                    + "is %s", device, rollout.id, older.id, older.status);
        });
    }

    /** What was answered 200 is on record or will be: nothing accepted is lost (R27). */
    public void report(String device, String id, String state, Answer answer) {
        requireDecided("the report " + state + " of " + device, answer);
        if (answer.status() != 200) {
            return;
        }
        Violation.unless(!ledger.wasDecommissioned(device, answer.startedAt()),
                "[R10] device %s was decommissioned and its report is answered 200", device);
        String written = ledger.written(id, device);
        boolean kept = written.equals(state) || !NaiveRollout.isTerminal(state) || written.equals("excluded")
                || state.equals("healthy") && written.startsWith("revert");
        Violation.unless(kept, "[R27] the report %s of device %s on rollout %s is answered 200, but %s is written", state,
                device, id, written);
    }

    /** A final rollout stays (R25). */
    public void action(String action, String id, Answer answer) {
        requireDecided(action + " of rollout " + id, answer);
        NaiveRollout rollout = ledger.rollouts().get(id);
        boolean wasFinal = rollout != null && !rollout.wasEver(answer.startedAt(), cloud.step(),
                version -> !version.status().matches("succeeded|failed|aborted"));
        Violation.unless(!wasFinal || action.equals("abort") || !answer.isOk(),
                "[R25] %s of rollout %s, which is %s, is answered %d", action, id, rollout == null ? "" : rollout.status,
                answer.status());
    }

    public void other(String what, Answer answer) {
        requireDecided(what, answer);
    }

    /** With nothing under way, nothing is due: no wake-up was lost (R18, R23). */
    public void atRest() {
        Set<String> running = new TreeSet<>();
        cloud.workflows().running().forEach(input -> Violation.unless(running.add(input.path("rollout").asText()),
                "[R23] rollout %s has two executions", input.path("rollout").asText()));
        ledger.rollouts().values().forEach(rollout -> {
            Violation.unless(rollout.next().equals("nothing"), "[R18] nothing is under way, but %s of rollout %s is due",
                    rollout.next(), rollout.id);
            Violation.unless(running.contains(rollout.id) != rollout.isFinal(),
                    "[R23] rollout %s is %s and %s execution runs", rollout.id, rollout.status,
                    running.contains(rollout.id) ? "its" : "no");
            if (!rollout.isFinal()) {
                requirePlace(rollout);
                rollout.waves.keySet().forEach(device -> Violation.unless(
                        rollout.isLive(device) != ledger.wasDecommissioned(device),
                        "[R10] device %s is %s and counts in rollout %s as %s", device,
                        ledger.wasDecommissioned(device) ? "decommissioned" : "in service", rollout.id,
                        rollout.state(device)));
            }
        });
        ledger.requireComplete();
    }

    private void requirePlace(NaiveRollout rollout) {
        String place = switch (rollout.status) {
            case "halted" -> "AwaitOperator";
            case "waiting_for_approval" -> "AwaitApproval";
            default -> "WatchWave";
        };
        Violation.unless(place.equals(ledger.parked(rollout)), "[R23] rollout %s is %s and its execution waits in %s",
                rollout.id, rollout.status, ledger.parked(rollout));
    }

    /** Whether nothing is left to happen: every rollout is final, and who should revert has. */
    public boolean isOver() {
        return ledger.rollouts().values().stream().allMatch(rollout -> rollout.isFinal()
                && (!rollout.versions.getLast().reverting() || rollout.waves.keySet().stream().noneMatch(device ->
                        ledger.written(rollout.id, device).equals("healthy") && !ledger.wasDecommissioned(device))));
    }

    /** Where every rollout stands. */
    public String outcome() {
        StringBuilder outcome = new StringBuilder();
        ledger.rollouts().values().forEach(rollout -> outcome.append(outcome.isEmpty() ? "" : ", ")
                .append(rollout.id, 0, SHOWN_OF_AN_ID).append(' ').append(rollout.status));
        return outcome.toString();
    }
}
