package io.groundswell.agent;

import io.groundswell.agent.connection.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When each rollout may be worked on again after it ran into trouble. */
final class Retries {

    private record Pause(int failures, Instant until, boolean wakes) {
    }

    private final AgentSettings settings;
    private final Map<String, Pause> pauses = new HashMap<>();
    private Instant nothingToDo = Instant.MIN;

    Retries(AgentSettings settings) {
        this.settings = settings;
    }

    /** Notes trouble; the agent asks for the assignment again when the pause is over. */
    void postpone(String rollout, Instant now) {
        pause(rollout, now, true);
    }

    /** Notes an end; a server that assigns the rollout again nevertheless is not followed at once. */
    void settle(String rollout, Instant now) {
        pause(rollout, now, false);
    }

    private void pause(String rollout, Instant now, boolean wakes) {
        int failures = pauses.containsKey(rollout) ? pauses.get(rollout).failures() + 1 : 1;
        pauses.put(rollout, new Pause(failures, now.plus(settings.retryAfter(failures)), wakes));
    }

    /** Forgets rollouts that are not assigned any more. */
    void keepOnly(List<Assignment> assignments) {
        pauses.keySet().retainAll(assignments.stream().map(Assignment::rollout).collect(Collectors.toSet()));
    }

    /**
     * The assignment to work on now: the oldest that is not paused. A paused one holds back younger ones of the same
     * artifact, so that the oldest always comes first (R28).
     */
    Optional<Assignment> choose(List<Assignment> assignments, Instant now) {
        Set<String> heldBack = new HashSet<>();
        for (Assignment assignment : assignments) {
            String artifact = assignment.artifact().ref().name();
            if (isPaused(assignment.rollout(), now)) {
                heldBack.add(artifact);
            } else if (!heldBack.contains(artifact)) {
                return Optional.of(assignment);
            }
        }
        nothingToDo = now;
        return Optional.empty();
    }

    /**
     * The wait until a postponed rollout may be tried, or the given wait if that is shorter. One whose pause was over
     * when there was nothing to choose is held back, and waits for the older one's pause with it.
     */
    Duration soonest(Duration otherwise, Instant now) {
        return pauses.values().stream().filter(Pause::wakes)
                .filter(pause -> pause.until().isAfter(nothingToDo))
                .map(pause -> Duration.between(now, pause.until()))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .reduce(otherwise, (a, b) -> a.compareTo(b) < 0 ? a : b);
    }

    private boolean isPaused(String rollout, Instant now) {
        return pauses.containsKey(rollout) && now.isBefore(pauses.get(rollout).until());
    }
}
