package io.groundswell.local.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The way into one function: how large an event may be, how many may be under way at once, and what is said of those that fail. */
final class Admission {

    private final FunctionConfiguration function;
    private final FunctionLog log;
    private final Semaphore permits;

    Admission(FunctionConfiguration function, FunctionLog log, int concurrency) {
        this.function = function;
        this.log = log;
        this.permits = new Semaphore(concurrency, true);
    }

    /** Waits as long as the caller does; without a refusal the event is in, until it {@linkplain #leave() leaves}. */
    Optional<InvocationResult> refusal(byte[] event, Duration patience) {
        if (event.length > FunctionInvoker.PAYLOAD_LIMIT) {
            return Optional.of(new InvocationResult.TooLarge(event.length + " byte payload is too large for Invoke (limit "
                    + FunctionInvoker.PAYLOAD_LIMIT + " bytes)"));
        }
        try {
            return permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS) ? Optional.empty() : Optional.of(throttled("Rate Exceeded."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(throttled("interrupted while waiting for an execution environment"));
        }
    }

    void leave() {
        permits.release();
    }

    InvocationResult.Throttled throttled(String message) {
        return new InvocationResult.Throttled(function.name() + ": " + message);
    }

    /** The failure itself, after it was written to the log. */
    InvocationResult.Failed logged(String requestId, InvocationResult.Failed failure) {
        log.write("ERROR function=" + function.name() + " request=" + requestId + " " + failure.errorType() + ": " + failure.errorMessage());
        return failure;
    }
}
