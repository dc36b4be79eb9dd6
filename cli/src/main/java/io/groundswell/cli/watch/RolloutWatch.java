package io.groundswell.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.OperatorApi;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Follows a rollout by asking for it again and again. */
public final class RolloutWatch {

    public static final Set<String> FINAL = Set.of("succeeded", "failed", "aborted");

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final OperatorApi api;
    private final WaveBars bars;

    public RolloutWatch(OperatorApi api, WaveBars bars) {
        this.api = api;
        this.bars = bars;
    }

    /**
     * Shows the rollout until it is in one of these states.
     *
     * @throws CommandFailed when that takes longer than {@code most}, or it ends in another final state
     */
    public JsonNode until(String path, Set<String> states, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            JsonNode rollout = api.get(path);
            bars.show(rollout);
            String status = rollout.path("status").asText();
            if (states.contains(status)) {
                return rollout;
            }
            if (FINAL.contains(status) || System.nanoTime() > deadline) {
                throw new CommandFailed("expected the rollout to become " + String.join(" or ", states) + " within "
                        + most.toSeconds() + " s, found " + status);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
