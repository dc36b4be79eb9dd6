package io.groundswell.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.simulation.check.OperatorAnswers;
import io.groundswell.simulation.cloud.Answer;
import io.groundswell.simulation.cloud.Chance;
import io.groundswell.simulation.cloud.Cloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The people who operate the fleet: they create rollouts, look after them, change their minds, retire devices. */
final class Operator {

    private static final String IAM = "arn:aws:iam::000000000000:user/";
    private static final String ROLLOUT = "/fleets/{fleet}/rollouts/{id}";
    private static final String GROUPS = "POST /fleets/{fleet}/groups";
    private static final List<String> PEOPLE = List.of(IAM + "ada", IAM + "bo");
    private static final Set<String> STOPS = Set.of("halt", "abort");
    private static final Duration ROUND = Duration.ofMinutes(4);
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final String fleet;
    private final Cloud cloud;
    private final OperatorAnswers answers;
    private final Chance chance;
    private final Runnable crowd;
    private final List<String> created = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private boolean calm;
    private boolean asleep;
    private int underWay;

    /** One call of several that belong together. */
    private record Step(String route, Map<String, String> path, Map<String, Object> body) {
    }

    /** @param crowd lets some devices call at once */
    Operator(String fleet, Cloud cloud, OperatorAnswers answers, Chance chance, Runnable crowd) {
        this.fleet = fleet;
        this.cloud = cloud;
        this.answers = answers;
        this.chance = chance;
        this.crowd = crowd;
    }

    /** Ids of the rollouts that were created, oldest first. */
    List<String> created() {
        return created;
    }

    /** Whether a creation or a decommission is still to be answered. */
    boolean isBusy() {
        return underWay > 0;
    }

    void calmDown() {
        calm = true;
    }

    void sleep(boolean now) {
        asleep = now;
    }

    void start() {
        cloud.time().timer(chance.between(Duration.ZERO, ROUND), this::round);
    }

    /** A group from these names, sealed at once. */
    void group(String name, List<String> devices) {
        Answer answer = call(PEOPLE.getFirst(), GROUPS, Map.of("fleet", fleet), Map.of(),
                Map.of("name", name, "devices", devices));
        if (answer.status() != 201) {
            throw new IllegalStateException("a group is made before anything goes wrong, found " + answer);
        }
    }

    /** Makes a group step by step, whatever goes wrong, seals it, and goes on. */
    void fill(Duration when, String group, List<String> devices, Runnable next) {
        underWay++;
        Map<String, String> path = Map.of("fleet", fleet, "group", group);
        List<String> some = devices.subList(0, (devices.size() + 1) / 2);
        cloud.time().timer(when, () -> send(List.of(
                new Step(GROUPS, Map.of("fleet", fleet), Map.of("name", group, "devices", some, "sealed", false)),
                new Step(GROUPS + "/{group}/devices", path, Map.of("devices", devices)),
                new Step(GROUPS + "/{group}/seal", path, Map.of())), next));
    }

    private void send(List<Step> steps, Runnable next) {
        if (steps.isEmpty()) {
            next.run();
            underWay--;
            return;
        }
        Step step = steps.getFirst();
        Answer answer = call(PEOPLE.getFirst(), step.route(), step.path(), Map.of(),
                step.body().isEmpty() ? null : step.body());
        answers.other(step.route(), answer);
        cloud.time().timer(chance.upTo(AGAIN), () ->
                send(answer.isDecided() ? steps.subList(1, steps.size()) : steps, next));
    }

    /** Creates a rollout after a while, and repeats it until it is answered; at times once more. */
    void create(Duration when, String key, Map<String, Object> rollout) {
        underWay++;
        cloud.time().timer(when, () -> create(key, rollout));
    }

    private void create(String key, Map<String, Object> rollout) {
        Answer answer = call(PEOPLE.getFirst(), "POST /fleets/{fleet}/rollouts", Map.of("fleet", fleet),
                Map.of("idempotency-key", key), rollout);
        answers.creation(key, rollout, answer);
        Optional.of(answer.body().path("id").asText()).filter(id -> answer.status() == 201 && !created.contains(id))
                .ifPresent(created::add);
        if (answer.isUnsettled() || chance.hits(0.1)) {
            cloud.time().timer(chance.between(Duration.ZERO, AGAIN), () -> create(key, rollout));
        } else {
            underWay--;
        }
    }

    void decommission(Duration when, String device) {
        underWay++;
        cloud.time().timer(when, () -> decommission(device));
    }

    private void decommission(String device) {
        Answer answer = call(chance.oneOf(PEOPLE), "POST /fleets/{fleet}/devices/{device}/decommission",
                Map.of("fleet", fleet, "device", device), Map.of(), null);
        answers.decommission(device, answer);
        if (!answer.isDecided() && chance.hits(0.8)) {
            cloud.time().timer(chance.between(Duration.ZERO, AGAIN), () -> decommission(device));
        } else {
            underWay--;
        }
    }

    /** Somebody does what is to be done with some rollout, or something else while that is to be expected. */
    void actAtOnce() {
        if (created.isEmpty() || asleep) {
            return;
        }
        String id = chance.oneOf(created);
        if (!calm && chance.hits(0.6)) {
            meddle(id);
        } else {
            lookAfter(id);
        }
    }

    /** Somebody does something out of the blue. */
    void meddle(Duration when) {
        cloud.time().timer(when, () -> {
            if (!created.isEmpty()) {
                meddle(chance.oneOf(created));
            }
        });
    }

    private void meddle(String id) {
        switch (chance.from(0, 7)) {
            case 0, 1 -> act(id, "halt", Map.of("reason", "a hunch"));
            case 2 -> act(id, "resume", Map.of());
            case 3, 4 -> act(id, "approve", Map.of("wave", chance.from(0, 3)));
            case 5, 6 -> act(id, "abort", Map.of("policy", chance.hits(0.7) ? "revert" : "keep"));
            default -> act(id, "approve", Map.of("wave", 0));
        }
    }

    private void round() {
        if (asleep) {
            cloud.time().timer(ROUND, this::round);
            return;
        }
        List.copyOf(created).forEach(this::lookAfter);
        Duration next = calm ? ROUND.dividedBy(2) : ROUND;
        cloud.time().timer(chance.between(next.dividedBy(4), next), this::round);
    }

    private void lookAfter(String id) {
        if (!calm && chance.hits(0.3) || ended.contains(id)) {
            return;
        }
        Answer answer = call(PEOPLE.getFirst(), "GET " + ROLLOUT, Map.of("fleet", fleet, "id", id), Map.of(), null);
        answers.look(id, answer);
        JsonNode rollout = answer.body();
        switch (rollout.path("status").asText()) {
            case "waiting_for_approval" -> {
                act(id, "approve", Map.of("wave", rollout.path("open_wave").asInt() + 1));
                if (!calm && chance.hits(0.15)) {
                    act(id, "halt", Map.of("reason", "second thoughts"));
                }
            }
            case "halted" -> {
                if (chance.hits(calm ? 0.9 : 0.5)) {
                    act(id, "resume", Map.of());
                } else if (chance.hits(0.3)) {
                    act(id, "abort", Map.of("policy", chance.hits(0.5) ? "revert" : "keep"));
                }
            }
            case "succeeded", "aborted" -> ended.add(id);
            case "failed" -> {
                ended.add(id);
                if (chance.hits(0.25)) {
                    act(id, "abort", Map.of("policy", "revert"));
                }
            }
            default -> { }
        }
    }

    /** Calls that change nothing any more, whoever makes them. */
    void meddleWithTheFinished() {
        created.forEach(id -> {
            act(id, "approve", Map.of("wave", 0));
            act(id, "halt", Map.of("reason", "too late"));
            act(id, "resume", Map.of());
        });
    }

    /** At times devices call right before and right after, so that what was true a moment ago meets what is true now. */
    private void act(String id, String action, Map<String, Object> body) {
        boolean crowded = chance.hits(STOPS.contains(action) ? 0.6 : 0.2);
        int times = chance.hits(0.1) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            if (crowded) {
                crowd.run();
            }
            String actor = chance.oneOf(PEOPLE);
            Answer answer = call(actor, "POST " + ROLLOUT + "/" + action, Map.of("fleet", fleet, "id", id), Map.of(),
                    body.isEmpty() ? null : body);
            answers.action(actor, action, id, body, answer);
        }
        if (crowded) {
            crowd.run();
        }
    }

    private Answer call(String actor, String route, Map<String, String> path, Map<String, String> headers, Object body) {
        return cloud.operator(actor, route, path, headers, body);
    }
}
