package io.groundswell.local.stepfunctions.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What the current state is doing. */
sealed interface Activity {

    /** When time itself ends this activity, if it does. */
    Optional<Instant> due();

    /** The state was entered, or its retry is due: its work is still to begin. */
    record Starting() implements Activity {
        @Override
        public Optional<Instant> due() {
            return Optional.empty();
        }
    }

    /** The function runs; after a restart it is invoked again with the same payload, hence with the same token. */
    record Invoking(String function, String payload, Attempt attempt) implements Activity {
        @Override
        public Optional<Instant> due() {
            return attempt.due();
        }
    }

    /** The function returned, and the token is awaited. */
    record AwaitingToken(Attempt attempt) implements Activity {
        @Override
        public Optional<Instant> due() {
            return attempt.due();
        }
    }

    /** The next attempt waits for its time. */
    record BackingOff(Instant until) implements Activity {
        @Override
        public Optional<Instant> due() {
            return Optional.of(until);
        }
    }

    /** A Wait state waits. */
    record Sleeping(Instant until) implements Activity {
        @Override
        public Optional<Instant> due() {
            return Optional.of(until);
        }
    }

    /**
     * One attempt of a Task.
     *
     * @param scheduledEventId its identity: late answers to another attempt are ignored
     * @param deadline when {@code TimeoutSeconds} are over
     * @param heartbeat the longest gap between two signs of life
     * @param heartbeatDeadline when the gap is too long
     */
    record Attempt(long scheduledEventId, Optional<Instant> deadline, Optional<Duration> heartbeat,
            Optional<Instant> heartbeatDeadline) {

        Optional<Instant> due() {
            return Stream.concat(deadline.stream(), heartbeatDeadline.stream()).min(Instant::compareTo);
        }

        Attempt beat(Instant now) {
            return new Attempt(scheduledEventId, deadline, heartbeat, heartbeat.map(now::plus));
        }

        boolean heartbeatMissed(Instant now) {
            return heartbeatDeadline.filter(time -> !time.isAfter(now)).isPresent();
        }
    }
}
