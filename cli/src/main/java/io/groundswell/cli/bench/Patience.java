package io.groundswell.cli.bench;

import io.groundswell.cli.CommandFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Calls a stack that may be dead just now. */
record Patience(Duration most) {

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** What the call gives once it succeeds; the last failure when it never does. */
    <T> T get(Supplier<T> call) {
        return until("an answer", () -> Optional.of(call.get()));
    }

    /** What the call finds once it finds something; a call that fails has found nothing. */
    <T> T until(String what, Supplier<Optional<T>> call) {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            CommandFailed last = null;
            try {
                Optional<T> found = call.get();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (CommandFailed e) {
                last = e;
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailed("expected " + what + " within " + most.toSeconds() + " s"
                        + (last == null ? "" : ": " + last.getMessage()), last);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
