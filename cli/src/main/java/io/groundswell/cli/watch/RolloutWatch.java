package io.groundswell.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.api.CallRefused;
import io.groundswell.cli.api.OperatorApi;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Follows a rollout by asking for it again and again. */
public final class RolloutWatch {

    public static final Set<String> FINAL = Set.of("succeeded", "failed", "aborted");

    private static final int MOST_FAULTS = 30;

    private final OperatorApi api;
    private final WaveBars bars;
    private final Duration pause;
    private int faults;

    /** @param pause between two looks */
    public RolloutWatch(OperatorApi api, WaveBars bars, Duration pause) {
        this.api = api;
        this.bars = bars;
        this.pause = pause;
    }

    /**
     * Shows the rollout until it is in one of these states.
     *
     * @throws CommandFailed when that takes longer than {@code most}, or it ends in another final state
     */
    public JsonNode until(String path, Set<String> states, Duration most) {
        return until(path, "status " + String.join(" or ", states),
                rollout -> states.contains(rollout.path("status").asText()), most);
    }

    /**
     * Shows the rollout until it is as expected.
     *
     * @throws CommandFailed when that takes longer than {@code most}, or cannot come any more
     */
    public JsonNode until(String path, String expected, Predicate<JsonNode> isIt, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            JsonNode rollout = look(path);
            bars.show(rollout);
            if (isIt.test(rollout)) {
                return rollout;
            }
            String status = rollout.path("status").asText();
            // An aborted rollout may still count reversals; the other ends are ends.
            boolean over = FINAL.contains(status) && !status.equals("aborted");
            if (over || System.nanoTime() > deadline) {
                throw new CommandFailed("expected the rollout to come to " + expected + " within " + most.toSeconds()
                        + " s, found " + status + " with " + rollout.path("waves"));
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** A server that cannot answer for a moment does not end the watch; one that refuses does. */
    private JsonNode look(String path) {
        while (true) {
            try {
                JsonNode rollout = api.get(path);
                faults = 0;
                return rollout;
            } catch (CommandFailed e) {
                boolean passing = !(e instanceof CallRefused refused) || refused.isPassing();
                if (!passing || ++faults >= MOST_FAULTS) {
                    throw e;
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        }
    }
}
