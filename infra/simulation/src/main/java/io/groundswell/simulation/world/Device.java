package io.groundswell.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.simulation.check.DeviceAnswers;
import io.groundswell.simulation.cloud.Answer;
import io.groundswell.simulation.cloud.Chance;
import io.groundswell.simulation.cloud.Cloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A device: asks for work, does it in its own way, tells how it went until somebody answers. */
final class Device {

    private static final Duration FIRST = Duration.ofMinutes(3);
    private static final Duration RETRY = Duration.ofSeconds(20);
    private static final int UNAUTHENTICATED = 401;
    private static final int REFUSED = 400;
    private static final List<String> ANYTHING = List.of("downloading", "verifying", "applying", "healthy", "rolled_back",
            "failed", "reverted", "revert_skipped");

    private final String name;
    private final String pem;
    private final Cloud cloud;
    private final DeviceAnswers answers;
    private final Chance chance;
    private final double failing;
    private final List<String> rumours;
    private final Map<String, String> results = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private Temper temper;
    private boolean stopped;

    /**
     * A device that is enrolled already.
     *
     * @param failing how likely an update is to fail
     * @param rumours ids of rollouts that a liar may report on
     */
    Device(String name, String pem, Cloud cloud, DeviceAnswers answers, Chance chance, double failing, List<String> rumours) {
        this.name = name;
        this.pem = pem;
        this.cloud = cloud;
        this.answers = answers;
        this.chance = chance;
        this.failing = failing;
        this.rumours = rumours;
        this.temper = Temper.draw(chance);
    }

    String name() {
        return name;
    }

    void start() {
        cloud.time().timer(chance.between(Duration.ZERO, FIRST), this::beat);
    }

    void sleep() {
        temper = Temper.asleep();
    }

    /** Calls once more than it would. */
    void callAtOnce() {
        if (!stopped && !chance.hits(temper.quiet())) {
            call();
        }
    }

    void calmDown() {
        temper = Temper.calm();
    }

    private void beat() {
        if (stopped) {
            return;
        }
        Duration next = FIRST;
        if (!chance.hits(temper.quiet())) {
            Answer answer = call();
            next = answer.isOk() ? Duration.ofSeconds(answer.body().path("interval_s").asLong()) : FIRST;
        }
        lie();
        cloud.time().timer(chance.between(next.dividedBy(2), next), this::beat);
    }

    private Answer call() {
        Answer answer = answers.heartbeat(name, () -> cloud.device(pem, "POST /device/heartbeat", null));
        heed(answer);
        if (answer.isOk()) {
            answer.body().path("assignments").forEach(this::assigned);
        }
        return answer;
    }

    private void assigned(JsonNode assignment) {
        String rollout = assignment.path("rollout").asText();
        if (!busy.add(rollout)) {
            return;
        }
        if (assignment.path("action").asText().equals("revert")) {
            send(rollout, List.of(chance.hits(0.7) ? "reverted" : "revert_skipped"));
        } else {
            send(rollout, course(rollout));
        }
    }

    /** What it will report, in its order; the same result however often it begins. */
    private List<String> course(String rollout) {
        List<String> course = new ArrayList<>(List.of("downloading"));
        while (chance.hits(temper.flapping())) {
            course.add(chance.hits(0.5) ? "verifying" : "downloading");
        }
        course.add("verifying");
        course.add("applying");
        course.add(results.computeIfAbsent(rollout, id -> !chance.hits(failing) ? "healthy"
                : chance.hits(0.5) ? "failed" : "rolled_back"));
        if (temper.shuffles()) {
            int from = chance.from(0, course.size() - 1);
            Collections.swap(course, from, chance.from(0, course.size() - 1));
        }
        while (chance.hits(temper.repeats())) {
            course.add(chance.from(0, course.size()), chance.oneOf(course));
        }
        return course;
    }

    /** One report after the other; each is repeated until somebody decides on it, and what is refused is dropped. */
    private void send(String rollout, List<String> reports) {
        cloud.time().timer(chance.upTo(temper.step()), () -> {
            if (stopped) {
                return;
            }
            Answer answer = report(rollout, reports.getFirst());
            List<String> rest = reports.subList(1, reports.size());
            if (!answer.isDecided()) {
                cloud.time().timer(chance.between(Duration.ZERO, RETRY), () -> send(rollout, reports));
            } else if (rest.isEmpty() || answer.status() >= REFUSED && !temper.shuffles()) {
                busy.remove(rollout);
            } else {
                send(rollout, rest);
            }
        });
    }

    private Answer report(String rollout, String state) {
        Answer answer = answers.report(name, rollout, state, () ->
                cloud.device(pem, "POST /device/reports", Map.of("rollout", rollout, "state", state)));
        heed(answer);
        return answer;
    }

    private void heed(Answer answer) {
        stopped |= answer.status() == UNAUTHENTICATED;
    }

    private void lie() {
        if (!rumours.isEmpty() && chance.hits(temper.lies())) {
            report(chance.oneOf(rumours), chance.oneOf(ANYTHING));
        }
    }
}
