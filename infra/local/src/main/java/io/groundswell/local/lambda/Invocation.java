package io.groundswell.local.lambda;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One event on its way through a function's process. */
final class Invocation {

    private final String requestId = UUID.randomUUID().toString();
    private final byte[] event;
    private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    private volatile boolean delivered;

    Invocation(byte[] event) {
        this.event = event;
    }

    String requestId() {
        return requestId;
    }

    byte[] event() {
        return event;
    }

    /** How it ends; the first that completes it decides. */
    CompletableFuture<InvocationResult> result() {
        return result;
    }

    /** From now on the function may have acted on the event. */
    void delivering() {
        delivered = true;
    }

    /** Whether the function may have seen the event. */
    boolean delivered() {
        return delivered;
    }

    /** What the function is told about when its time is over. */
    String deadline(FunctionConfiguration function) {
        return Long.toString(Instant.now().plus(function.timeout()).toEpochMilli());
    }
}
