package io.groundswell.local.lambda;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One function and its idle execution environments.
 *
 * <p>The most recently used environment is taken first, as caches in it are warm. A permit is held from before an
 * invocation until its thread has really ended, so that a handler that ignores its timeout cannot pile up threads.
 */
final class WarmFunction {

    private final FunctionConfiguration function;
    private final HandlerClass handlerClass;
    private final ExecutorService threads;
    private final FunctionLog log;
    private final Admission admission;
    private final ConcurrentLinkedDeque<Handler> idle = new ConcurrentLinkedDeque<>();

    WarmFunction(
            FunctionConfiguration function, HandlerClass handlerClass, ExecutorService threads, FunctionLog log, int concurrency) {
        this.function = function;
        this.handlerClass = handlerClass;
        this.threads = threads;
        this.log = log;
        this.admission = new Admission(function, log, concurrency);
    }

    InvocationResult invoke(byte[] event, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        return admission.refusal(event, patience).orElseGet(() -> start(new Running(event, UUID.randomUUID().toString()), deadline));
    }

    private InvocationResult start(Running running, long deadline) {
        Future<InvocationResult> future;
        try {
            future = threads.submit(running::call);
        } catch (RejectedExecutionException e) {
            admission.leave();
            return admission.throttled("functions are shutting down");
        }
        long timeout = function.timeout().toNanos();
        long patience = deadline - System.nanoTime();
        try {
            return future.get(Math.min(timeout, patience), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (patience < timeout) {
                CompletableFuture.delayedExecutor(timeout - patience, TimeUnit.NANOSECONDS).execute(() -> running.abandon(future));
                return new InvocationResult.Unfinished();
            }
            running.abandon(future);
            return admission.logged(running.requestId, FunctionErrors.timedOut(running.requestId, function.timeout()));
        } catch (InterruptedException e) {
            running.abandon(future);
            Thread.currentThread().interrupt();
            return FunctionErrors.thrown(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an invocation turns every exception into a result", e);
        }
    }

    /** One invocation on its thread; an abandoned one does not give its environment back. */
    private final class Running {

        private final byte[] event;
        private final String requestId;
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile boolean abandoned;

        Running(byte[] event, String requestId) {
            this.event = event;
            this.requestId = requestId;
        }

        void abandon(Future<?> future) {
            abandoned = true;
            future.cancel(true);
            if (begun.compareAndSet(false, true)) {
                admission.leave();
            }
        }

        InvocationResult call() {
            if (!begun.compareAndSet(false, true)) {
                return admission.throttled("given up before it began");
            }
            try {
                return handled();
            } finally {
                admission.leave();
            }
        }

        /** A handler may throw anything; whatever it is becomes the invocation's result, as in Lambda's own runtime. */
        private InvocationResult handled() {
            try {
                Handler warm = idle.pollFirst();
                Handler handler = warm == null ? Handler.of(handlerClass) : warm;
                byte[] response;
                try {
                    response = handler.handle(event, new InvocationContext(function, requestId, log));
                } finally {
                    if (!abandoned) {
                        idle.addFirst(handler);
                    }
                }
                return response.length > FunctionInvoker.PAYLOAD_LIMIT
                        ? admission.logged(requestId, FunctionErrors.responseTooLarge(response.length))
                        : new InvocationResult.Returned(response);
            } catch (Throwable thrown) {
                logStack(thrown);
                return FunctionErrors.thrown(thrown);
            }
        }

        private void logStack(Throwable thrown) {
            StringBuilder lines = new StringBuilder("ERROR function=" + function.name() + " request=" + requestId + " " + thrown);
            for (Throwable at = thrown; at != null; at = at.getCause()) {
                if (at != thrown) {
                    lines.append("\nCaused by: ").append(at);
                }
                for (StackTraceElement frame : at.getStackTrace()) {
                    lines.append("\n\tat ").append(frame);
                }
            }
            log.write(lines.toString());
        }
    }
}
