package io.groundswell.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.simulation.check.Judge;
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
    private static final List<String> PEOPLE = List.of(IAM + "ada", IAM + "bo");
    private static final Duration ROUND = Duration.ofMinutes(4);
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final String fleet;
    private final Cloud cloud;
    private final Judge judge;
    private final Chance chance;
    private final List<String> created = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private boolean calm;
    private boolean asleep;
    private int underWay;

    Operator(String fleet, Cloud cloud, Judge judge, Chance chance) {
        this.fleet = fleet;
        this.cloud = cloud;
        this.judge = judge;
        this.chance = chance;
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
        Answer answer = call(PEOPLE.getFirst(), "POST /fleets/{fleet}/groups", Map.of("fleet", fleet), Map.of(),
                Map.of("name", name, "devices", devices));
        if (answer.status() != 201) {
            throw new IllegalStateException("a group is made before anything goes wrong, found " + answer);
        }
    }

    /** Creates a rollout after a while, and repeats it until it is answered; at times once more. */
    void create(Duration when, String key, Map<String, Object> rollout) {
        underWay++;
        cloud.time().timer(when, () -> create(key, rollout));
    }

    private void create(String key, Map<String, Object> rollout) {
        Answer answer = call(PEOPLE.getFirst(), "POST /fleets/{fleet}/rollouts", Map.of("fleet", fleet),
                Map.of("idempotency-key", key), rollout);
        judge.other("the creation of " + key, answer);
        Optional.of(answer.body().path("id").asText()).filter(id -> answer.status() == 201 && !created.contains(id))
                .ifPresent(created::add);
        if (!answer.isDecided() || chance.hits(0.1)) {
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
        judge.other("the decommission of " + device, answer);
        if (!answer.isDecided() && chance.hits(0.8)) {
            cloud.time().timer(chance.between(Duration.ZERO, AGAIN), () -> decommission(device));
        } else {
            underWay--;
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
        switch (chance.from(0, 6)) {
            case 0, 1 -> act(id, "halt", Map.of("reason", "a hunch"));
            case 2 -> act(id, "resume", null);
            case 3, 4 -> act(id, "approve", Map.of("wave", chance.from(0, 3)));
            case 5 -> act(id, "abort", Map.of("policy", chance.hits(0.5) ? "revert" : "keep"));
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
        judge.other("a look at rollout " + id, answer);
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
                    act(id, "resume", null);
                } else if (chance.hits(0.3)) {
                    act(id, "abort", Map.of("policy", chance.hits(0.5) ? "revert" : "keep"));
                }
            }
            case "succeeded", "aborted" -> ended.add(id);
            case "failed" -> {
                ended.add(id);
                if (chance.hits(0.05)) {
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
            act(id, "resume", null);
        });
    }

    private void act(String id, String action, Object body) {
        int times = chance.hits(0.1) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            Answer answer = call(chance.oneOf(PEOPLE), "POST " + ROLLOUT + "/" + action,
                    Map.of("fleet", fleet, "id", id), Map.of(), body);
            judge.action(action, id, answer);
        }
    }

    private Answer call(String actor, String route, Map<String, String> path, Map<String, String> headers, Object body) {
        return cloud.operator(actor, route, path, headers, body);
    }
}
