package io.groundswell.local.events;

import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lambda's asynchronous invocation: the event is queued, and tried twice more, a minute and two minutes later, if it fails. */
public final class AsyncInvocations implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AsyncInvocations.class.getName());
    private static final List<Duration> RETRY_AFTER = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
    private static final int THREADS = 4;

    private final FunctionInvoker functions;
    private final List<Duration> retryAfter;
    private final ScheduledExecutorService queue = Executors.newScheduledThreadPool(
            THREADS, task -> Thread.ofPlatform().daemon().name("async-invocation").unstarted(task));

    /** A queue in front of these functions. */
    public AsyncInvocations(FunctionInvoker functions) {
        this(functions, RETRY_AFTER);
    }

    AsyncInvocations(FunctionInvoker functions, List<Duration> retryAfter) {
        this.functions = functions;
        this.retryAfter = List.copyOf(retryAfter);
    }

    /** Queues an event. */
    public void send(String function, byte[] event) {
        queue.execute(() -> attempt(function, event, 0));
    }

    private void attempt(String function, byte[] event, int retries) {
        InvocationResult result = functions.invoke(function, event, FunctionInvoker.MOST_PATIENT);
        if (result instanceof InvocationResult.Returned || queue.isShutdown()) {
            return;
        }
        if (retries < retryAfter.size()) {
            queue.schedule(() -> attempt(function, event, retries + 1), retryAfter.get(retries).toMillis(), TimeUnit.MILLISECONDS);
        } else {
            LOG.log(System.Logger.Level.ERROR,
                    "an event for " + function + " was given up after " + (retries + 1) + " attempts: " + result);
        }
    }

    @Override
    public void close() {
        queue.shutdownNow();
    }
}
