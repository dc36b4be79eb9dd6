package io.groundswell.local.lambda;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One function and its processes.
 *
 * <p>The most recently used process is taken first and a new one is started when none is idle, up to the bound; one that has served nothing for
 * a while is ended. A process that died before it was given the event costs nothing: the event goes to another.
 */
final class ProcessPool implements AutoCloseable {

    private final FunctionConfiguration function;
    private final ExecutorService threads;
    private final FunctionLog log;
    private final NativeClientLibrary library;
    private final Semaphore permits;
    private final Set<FunctionProcess> processes = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<FunctionProcess> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    ProcessPool(FunctionConfiguration function, ExecutorService threads, FunctionLog log, NativeClientLibrary library,
            int concurrency) {
        this.function = function;
        this.threads = threads;
        this.log = log;
        this.library = library;
        this.permits = new Semaphore(concurrency, true);
    }

    InvocationResult invoke(byte[] event, Duration patience) {
        if (event.length > FunctionInvoker.PAYLOAD_LIMIT) {
            return new InvocationResult.TooLarge(event.length + " byte payload is too large for Invoke (limit "
                    + FunctionInvoker.PAYLOAD_LIMIT + " bytes)");
        }
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            if (!permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return throttled("Rate Exceeded.");
            }
            return await(threads.submit(() -> permitted(event)), deadline);
        } catch (RejectedExecutionException e) {
            permits.release();
            return throttled("functions are shutting down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return throttled("interrupted while waiting for an execution environment");
        }
    }

    /** Ends processes that have been idle for so long. */
    void reap(Duration most) {
        for (FunctionProcess oldest = idle.peekLast(); oldest != null && oldest.idle().compareTo(most) > 0; oldest = idle.peekLast()) {
            if (idle.removeLastOccurrence(oldest)) {
                end(oldest);
            }
        }
    }

    private static InvocationResult await(Future<InvocationResult> running, long deadline) throws InterruptedException {
        try {
            return running.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new InvocationResult.Unfinished();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an invocation turns every failure into a result", e);
        }
    }

    private InvocationResult permitted(byte[] event) {
        try {
            return served(event);
        } catch (IOException e) {
            return logged("", FunctionErrors.thrown(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return throttled("functions are shutting down");
        } finally {
            permits.release();
        }
    }

    private InvocationResult served(byte[] event) throws IOException, InterruptedException {
        while (true) {
            Optional<FunctionProcess> warm = warm();
            FunctionProcess process = warm.isPresent() ? warm.get() : start();
            Invocation invocation = new Invocation(event);
            InvocationResult result = process.serve(invocation);
            if (process.alive()) {
                idle.addFirst(process);
            } else {
                end(process);
            }
            if (invocation.delivered() || warm.isEmpty() || closed) {
                return result instanceof InvocationResult.Failed failure ? logged(invocation.requestId(), failure) : result;
            }
        }
    }

    private Optional<FunctionProcess> warm() {
        for (FunctionProcess process = idle.pollFirst(); process != null; process = idle.pollFirst()) {
            if (process.alive()) {
                return Optional.of(process);
            }
            end(process);
        }
        return Optional.empty();
    }

    private FunctionProcess start() throws IOException {
        FunctionProcess process = FunctionProcess.start(function, log, library.file());
        processes.add(process);
        if (closed) {
            end(process);
        }
        return process;
    }

    private void end(FunctionProcess process) {
        processes.remove(process);
        process.close();
    }

    private InvocationResult.Throttled throttled(String message) {
        return new InvocationResult.Throttled(function.name() + ": " + message);
    }

    private InvocationResult.Failed logged(String requestId, InvocationResult.Failed failure) {
        log.write("ERROR function=" + function.name() + " request=" + requestId + " " + failure.errorType() + ": "
                + failure.errorMessage());
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        processes.forEach(FunctionProcess::close);
    }
}
