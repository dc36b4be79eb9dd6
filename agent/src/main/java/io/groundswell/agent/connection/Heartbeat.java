package io.groundswell.agent.connection;

import java.time.Duration;
import java.util.List;

/**
 * The server's answer to a heartbeat.
 *
 * @param interval until the next one (R9)
 * @param assignments oldest rollout first
 */
public record Heartbeat(Duration interval, List<Assignment> assignments) {

    private static final int MAX_INTERVAL_S = 86_400;
    private static final int MAX_ASSIGNMENTS = 1_000;

    public Heartbeat {
        assignments = List.copyOf(assignments);
    }

    static Heartbeat read(Answer answer) {
        long seconds = answer.integer("interval_s", 1, MAX_INTERVAL_S);
        return new Heartbeat(Duration.ofSeconds(seconds),
                answer.objects("assignments", MAX_ASSIGNMENTS).stream().map(Assignment::read).toList());
    }
}
