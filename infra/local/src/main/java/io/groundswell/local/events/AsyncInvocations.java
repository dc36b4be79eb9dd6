package io.groundswell.local.events;

import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import io.groundswell.local.threads.Threads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's asynchronous invocation: the event is queued, and tried twice more, a minute and two minutes later, if it fails.
 *
 * <p>With a folder the queue outlives a restart. An event that is under way when everything ends is tried again without
 * counting as failed: functions get each event at least once.
 */
public final class AsyncInvocations implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(AsyncInvocations.class.getName());
    private static final List<Duration> RETRY_AFTER = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
    private static final int THREADS = 4;

    private final FunctionInvoker functions;
    private final PendingEvents pending;
    private final List<PendingEvent> left;
    private final Clock clock;
    private final List<Duration> retryAfter;
    /** What comes when it is closed already stays in the folder. */
    private final ScheduledExecutorService queue = new ScheduledThreadPoolExecutor(THREADS,
            task -> Thread.ofPlatform().daemon().name("async-invocation").unstarted(task), new ThreadPoolExecutor.DiscardPolicy());

    /**
     * A queue in front of these functions.
     *
     * @param folder where it outlives a restart
     */
    public AsyncInvocations(FunctionInvoker functions, Optional<Path> folder, Clock clock) {
        this(functions, folder, clock, RETRY_AFTER);
    }

    AsyncInvocations(FunctionInvoker functions, Optional<Path> folder, Clock clock, List<Duration> retryAfter) {
        this.functions = functions;
        this.pending = new PendingEvents(folder);
        this.left = pending.left();
        this.clock = clock;
        this.retryAfter = List.copyOf(retryAfter);
    }

    /** Goes on with what an earlier run left; the functions are there by now. */
    public void resume() {
        left.forEach(this::schedule);
    }

    /** Queues an event; returning means that it is not lost. */
    public void send(String function, byte[] event) {
        PendingEvent sent = PendingEvent.sent(function, new String(event, StandardCharsets.UTF_8), clock.instant());
        pending.keep(sent);
        schedule(sent);
    }

    private void schedule(PendingEvent event) {
        long delay = Math.max(0, Duration.between(clock.instant(), event.due()).toMillis());
        queue.schedule(() -> attempt(event), delay, TimeUnit.MILLISECONDS);
    }

    private void attempt(PendingEvent event) {
        Optional<String> problem = invoke(event);
        if (problem.isEmpty()) {
            pending.drop(event);
        } else if (!queue.isShutdown()) {
            failed(event, problem.get());
        }
    }

    private void failed(PendingEvent event, String problem) {
        if (event.failures() == retryAfter.size()) {
            LOG.log(System.Logger.Level.ERROR,
                    "an event for " + event.function() + " was given up after " + (event.failures() + 1) + " attempts: " + problem);
            pending.drop(event);
        } else {
            PendingEvent next = event.failed(clock.instant().plus(retryAfter.get(event.failures())));
            pending.keep(next);
            schedule(next);
        }
    }

    /** What went wrong, whatever it is: a function that the template no longer has is no other failure than its own. */
    private Optional<String> invoke(PendingEvent event) {
        try {
            InvocationResult result = functions.invoke(
                    event.function(), event.event().getBytes(StandardCharsets.UTF_8), FunctionInvoker.MOST_PATIENT);
            return result instanceof InvocationResult.Returned ? Optional.empty() : Optional.of(result.toString());
        } catch (RuntimeException e) {
            return Optional.of(e.toString());
        }
    }

    /** Interrupts what is under way and waits for its end, so that nothing is written into the folder any more. */
    @Override
    public void close() {
        Threads.end("asynchronous invocations", queue);
    }
}
