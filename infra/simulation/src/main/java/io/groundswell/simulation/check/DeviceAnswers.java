package io.groundswell.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.simulation.check.NaiveRollout.Version;
import io.groundswell.simulation.cloud.Answer;
import io.groundswell.simulation.cloud.Blueprint;
import io.groundswell.simulation.cloud.Cloud;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/** Holds the answers that devices get against the rules: what they are told, and what is made of what they tell. */
public final class DeviceAnswers {

    private static final int UNAUTHENTICATED = 401;
    private static final Set<String> OPEN = Set.of("in_progress", "waiting_for_approval");
    /** What a function remembers of the active rollouts is not older than this. */
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private final Ledger ledger;
    private final Cloud cloud;

    public DeviceAnswers(Ledger ledger, Cloud cloud) {
        this.ledger = ledger;
        this.cloud = cloud;
    }

    /** One heartbeat (R9, R10, R17, R20, R22, R28). */
    public Answer heartbeat(String device, Supplier<Answer> call) {
        Instant asked = cloud.time().now();
        Set<String> begun = ledger.begunBy(device);
        Answer answer = call.get();
        Answers.requireDecided("the heartbeat of " + device, answer);
        requireKnown("heartbeat", device, answer);
        Violation.unless(!answer.isDecided() || answer.isOk() || ledger.wasDecommissioned(device),
                "[R10] device %s is in service and its heartbeat is answered %d", device, answer.status());
        requireSeen(device, asked, answer);
        requireInOrder(device, answer);
        answer.body().path("assignments").forEach(assignment -> assigned(device, assignment, answer.startedAt()));
        if (answer.isOk() && !ledger.wasDecommissioned(device)) {
            Instant known = asked.minus(REMEMBERED);
            ledger.rollouts().values().forEach(rollout -> requireServed(rollout, device, begun, known, answer));
        }
        return answer;
    }

    /** Who was decommissioned is told so, whatever it sends (R10). */
    private void requireKnown(String what, String device, Answer answer) {
        Violation.unless(!answer.isDecided() || answer.status() == UNAUTHENTICATED
                        || !ledger.wasDecommissioned(device, answer.startedAt()),
                "[R10] device %s was decommissioned and its %s is answered %d", device, what, answer.status());
    }

    /** An assignment is of an open wave, not halted, not held back. */
    private void assigned(String device, JsonNode assignment, long from) {
        NaiveRollout rollout = ledger.rollouts().get(assignment.path("rollout").asText());
        long to = cloud.step();
        Violation.unless(rollout.waves.containsKey(device), "[R17] device %s is in no wave of rollout %s but is assigned it",
                device, rollout.id);
        JsonNode artifact = assignment.path("artifact");
        Violation.unless(artifact.path("name").asText().equals(rollout.artifact)
                        && artifact.path("version").asText().equals(rollout.version),
                "[R17] rollout %s is of %s %s, but device %s is assigned %s", rollout.id, rollout.artifact,
                rollout.version, device, artifact);
        if (assignment.path("action").asText().equals("revert")) {
            Violation.unless(rollout.wasEver(from, to, Version::reverting),
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
            boolean comesFirst = older.isOlderAndOfTheSameArtifact(rollout)
                    && older.versions.getFirst().step() <= from && older.waves.containsKey(device)
                    && !ledger.written(older.id, device).equals("excluded")
                    && !older.wasEver(from, to, Version::isFinal);
            Violation.unless(!comesFirst, "[R28] device %s is assigned rollout %s, or reports on it, although the older %s of "
                    + "the same artifact is %s", device, rollout.id, older.id, older.status);
        });
    }

    /** Who calls is on record as heard not longer ago than it may be silent (R9). */
    private void requireSeen(String device, Instant asked, Answer answer) {
        if (answer.isOk() && !answer.disturbed()) {
            Instant silentFrom = ledger.heardUntil(device);
            Violation.unless(asked.isBefore(silentFrom), "[R9] device %s called at %s, and by what is on record it is silent "
                    + "from %s on", device, asked, silentFrom);
        }
    }

    private void requireInOrder(String device, Answer answer) {
        String before = "";
        for (JsonNode assignment : answer.body().path("assignments")) {
            String order = ledger.rollouts().get(assignment.path("rollout").asText()).order();
            Violation.unless(before.compareTo(order) < 0, "[R28] device %s is told of the oldest rollout first, found %s",
                    device, answer.body());
            before = order;
        }
    }

    /** Who has or will get work asks again soon, and work in hand is never taken back while the rollout goes on. */
    private void requireServed(NaiveRollout rollout, String device, Set<String> begun, Instant known, Answer answer) {
        boolean goesOn = rollout.waves.containsKey(device) && rollout.openedAt(-1).isBefore(known)
                && !rollout.wasEver(answer.startedAt(), cloud.step(), Version::isFinal);
        String state = ledger.written(rollout.id, device);
        if (!goesOn || NaiveRollout.isTerminal(state)) {
            return;
        }
        Violation.unless(answer.body().path("interval_s").asLong() == Blueprint.ACTIVE_S,
                "[R9] device %s is not done with rollout %s and should ask again soon, found %s", device, rollout.id,
                answer.body());
        if (begun.contains(rollout.id) && rollout.openedAt(rollout.waves.get(device)).isBefore(known)) {
            boolean told = answer.body().path("assignments").valueStream()
                    .anyMatch(assignment -> assignment.path("rollout").asText().equals(rollout.id));
            Violation.unless(told, "[R20] device %s works on rollout %s, which is %s, and is not told to go on", device,
                    rollout.id, rollout.status);
        }
    }

    /** One report: nothing accepted is lost, and nothing is refused that the device has to tell (R26, R27). */
    public Answer report(String device, String id, String state, Supplier<Answer> call) {
        String before = ledger.written(id, device);
        Answer answer = call.get();
        Answers.requireDecided("the report " + state + " of " + device, answer);
        requireKnown("report", device, answer);
        String written = ledger.written(id, device);
        boolean kept = written.equals(state) || !NaiveRollout.isTerminal(state) || written.equals("excluded")
                || state.equals("healthy") && written.startsWith("revert");
        Violation.unless(answer.status() != 200 || kept,
                "[R27] the report %s of device %s on rollout %s is answered 200, but %s is written", state, device, id,
                written);
        boolean mustBeTaken = !ledger.wasDecommissioned(device) && isAssigned(ledger.rollouts().get(id), device, before,
                answer) && fits(ledger.rollouts().get(id), before, state, written, answer);
        Violation.unless(!answer.isDecided() || answer.isOk() || !mustBeTaken,
                "[R27] device %s may report %s on rollout %s, where %s is written, but is answered %s", device, state, id,
                written, answer);
        if (answer.isOk() && before.equals("pending") && !ledger.wasDecommissioned(device)) {
            requireFirst(device, ledger.rollouts().get(id), answer.startedAt(), cloud.step());
        }
        return answer;
    }

    /** Whether the device had this work from the beginning of the call to its end. */
    private boolean isAssigned(NaiveRollout rollout, String device, String before, Answer answer) {
        if (rollout == null || !rollout.waves.containsKey(device)) {
            return false;
        }
        long from = answer.startedAt();
        long to = cloud.step();
        return !before.equals("pending") || rollout.wasAlways(from, to, version ->
                version.open() >= rollout.waves.get(device) && (!version.isFinal() || version.status().equals("aborted")))
                && ledger.rollouts().values().stream().noneMatch(older -> older.isOlderAndOfTheSameArtifact(rollout)
                        && older.waves.containsKey(device) && older.wasEver(from, to, version -> !version.isFinal()));
    }

    /** Whether the report says nothing that contradicts what is written, before or after it. */
    private boolean fits(NaiveRollout rollout, String before, String state, String written, Answer answer) {
        if (state.startsWith("revert")) {
            return before.equals("healthy") && (written.equals("healthy") || written.equals(state))
                    && rollout.wasAlways(answer.startedAt(), cloud.step(), Version::reverting);
        }
        boolean wasHealthy = state.equals("healthy") && written.startsWith("revert");
        return !NaiveRollout.isTerminal(state) || !NaiveRollout.isTerminal(written) || written.equals(state) || wasHealthy;
    }
}
