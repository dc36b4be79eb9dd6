package io.groundswell.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.simulation.check.NaiveRollout.Version;
import io.groundswell.simulation.cloud.Answer;
import io.groundswell.simulation.cloud.Cloud;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Holds the answers that operators get against the rules. */
public final class OperatorAnswers {

    private static final int FORBIDDEN = 403;
    private static final Set<Integer> OF_ACTIONS = Set.of(200, FORBIDDEN, 409);

    private final Ledger ledger;
    private final Cloud cloud;
    private final Map<String, String> ids = new HashMap<>();

    public OperatorAnswers(Ledger ledger, Cloud cloud) {
        this.ledger = ledger;
        this.cloud = cloud;
    }

    /** A creation under one key makes one rollout, however often it is asked for, and of what was asked for (R16). */
    public void creation(String key, Map<String, Object> request, Answer answer) {
        Answers.requireDecided("the creation of " + key, answer);
        if (answer.status() != 201) {
            return;
        }
        String id = answer.body().path("id").asText();
        Violation.unless(id.equals(ids.computeIfAbsent(key, first -> id)),
                "[R16] key %s makes one rollout, found %s and %s", key, ids.get(key), id);
        NaiveRollout rollout = ledger.rollouts().get(id);
        Map<?, ?> artifact = (Map<?, ?>) request.get("artifact");
        Map<?, ?> strategy = (Map<?, ?>) request.get("strategy");
        List<String> waves = new ArrayList<>();
        ((List<?>) strategy.get("waves")).forEach(wave -> waves.add(((Map<?, ?>) wave).get("percent") + " "
                + ((Map<?, ?>) wave).get("approval")));
        boolean same = rollout != null && rollout.artifact.equals(artifact.get("name"))
                && rollout.version.equals(artifact.get("version")) && rollout.group.equals(request.get("group"))
                && rollout.tolerance.compareTo(new BigDecimal(strategy.get("max_failure_rate").toString())) == 0
                && rollout.separated == (boolean) strategy.get("separation_of_duties") && rollout.asked.equals(waves);
        Violation.unless(same, "[R16] rollout %s is what was asked for, %s, found %s", id, request, answer.body());
    }

    public void other(String what, Answer answer) {
        Answers.requireDecided(what, answer);
    }

    /** Who was decommissioned has left every rollout that there was (R10). */
    public void decommission(String device, Answer answer) {
        Answers.requireDecided("the decommission of " + device, answer);
        if (!answer.isOk()) {
            return;
        }
        Violation.unless(ledger.wasDecommissioned(device), "[R10] the decommission of %s is answered 200 and not made", device);
        ledger.rollouts().values().forEach(rollout -> Violation.unless(
                !rollout.waves.containsKey(device) || rollout.versions.getFirst().step() > answer.startedAt()
                        || rollout.wasEver(answer.startedAt(), cloud.step(), Version::isFinal)
                        || ledger.written(rollout.id, device).equals("excluded"),
                "[R10] the decommission of %s is answered 200, and it counts in rollout %s as %s", device, rollout.id,
                ledger.written(rollout.id, device)));
    }

    /** What is shown is what is on record, exactly if nothing changed while it was read (R18, R28). */
    public void look(String id, Answer answer) {
        Answers.requireDecided("a look at rollout " + id, answer);
        if (!answer.isOk() || answer.startedAt() != cloud.step()) {
            return;
        }
        NaiveRollout rollout = ledger.rollouts().get(id);
        JsonNode shown = answer.body();
        Violation.unless(shown.path("status").asText().equals(rollout.status)
                        && shown.path("open_wave").asInt() == rollout.open && shown.path("resumes").asLong() == rollout.epoch,
                "[R18] rollout %s is %s, wave %d, resumed %d times, shown is %s", id, rollout.status, rollout.open,
                rollout.epoch, shown);
        Map<String, Long> expected = new TreeMap<>();
        rollout.tally().forEach((counter, count) -> expected.merge(counter.replaceFirst("_\\d+$", ""), count, Long::sum));
        Map<String, Long> found = new TreeMap<>();
        shown.path("waves").forEach(wave -> List.of("healthy", "failed", "rolled_back", "excluded", "reverted",
                "revert_skipped").forEach(counter -> found.put(wave.path("index").asText() + " " + counter,
                        wave.path(counter).asLong())));
        found.values().removeIf(count -> count == 0);
        Violation.unless(found.equals(expected), "[R18] on record of rollout %s are %s, shown are %s", id, expected, found);
        requireWaitingBehind(rollout, shown);
    }

    private void requireWaitingBehind(NaiveRollout rollout, JsonNode shown) {
        if (!rollout.isFinal()) {
            List<String> expected = ledger.rollouts().values().stream().filter(older ->
                    older.isOlderAndOfTheSameArtifact(rollout) && !older.isFinal()).map(older -> older.id).sorted().toList();
            List<String> found = shown.path("waiting_behind").valueStream().map(JsonNode::asText).toList();
            Violation.unless(found.equals(expected), "[R28] rollout %s waits behind %s, shown are %s", rollout.id, expected,
                    found);
        }
    }

    /** What is answered 200 took effect, what is refused had a reason, and a final rollout stays (R20–R25). */
    public void action(String actor, String action, String id, Map<String, Object> body, Answer answer) {
        Answers.requireDecided(action + " of rollout " + id, answer);
        if (!answer.isDecided()) {
            return;
        }
        NaiveRollout rollout = ledger.rollouts().get(id);
        Violation.unless(OF_ACTIONS.contains(answer.status()), "[R34] %s of rollout %s is answered %s", action, id, answer);
        boolean separated = action.equals("approve") && rollout.separated && actor.equals(rollout.createdBy);
        long from = answer.startedAt();
        long to = cloud.step();
        Violation.unless(!answer.isOk() || rollout.wasEver(from, to, effectOf(action, body)),
                "[R25] %s %s of rollout %s, which is %s, is answered %s and has no effect", action, body, id, rollout.status,
                answer);
        Violation.unless(answer.isOk() || separated || !rollout.wasAlways(from, to, conditionOf(action, body)),
                "[R24] %s %s of rollout %s, which is %s, is possible and is answered %s", action, body, id, rollout.status,
                answer);
        Violation.unless(answer.status() != FORBIDDEN || separated, "[R24] %s may %s rollout %s, found %s", actor, action, id,
                answer);
    }

    /** How a rollout is once the action took effect. */
    private static Predicate<Version> effectOf(String action, Map<String, Object> body) {
        return switch (action) {
            case "halt" -> version -> version.status().equals("halted");
            case "resume" -> version -> !version.status().equals("halted") && !version.isFinal() && version.epoch() > 0;
            case "approve" -> version -> version.approved().contains(body.get("wave")) && !version.isFinal();
            default -> version -> version.isAborted(isRevert(body));
        };
    }

    /** How a rollout must be for the action. */
    private static Predicate<Version> conditionOf(String action, Map<String, Object> body) {
        return switch (action) {
            case "halt" -> version -> !version.isFinal();
            case "resume" -> version -> version.status().equals("halted");
            case "approve" -> version -> version.status().equals("waiting_for_approval")
                    && body.get("wave").equals(version.open() + 1);
            default -> version -> !version.isFinal() || isRevert(body) && version.status().equals("failed");
        };
    }

    private static boolean isRevert(Map<String, Object> body) {
        return body.get("policy").equals("revert");
    }
}
