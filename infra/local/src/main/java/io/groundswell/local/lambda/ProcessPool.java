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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One function and its processes.
 *
 * <p>The most recently used process is taken first and a new one is started when none is idle, up to the bound; one that has served nothing for
 * a while is ended. A process that died before it was given the event costs nothing: the event goes to another.
 */
final class ProcessPool implements AutoCloseable {

    private static final int NOT_STARTED = -1;

    private final FunctionConfiguration function;
    private final ExecutorService threads;
    private final FunctionLog log;
    private final RunFolder folder;
    private final ClassArchive archive;
    private final Admission admission;
    private final Set<FunctionProcess> processes = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<FunctionProcess> idle = new ConcurrentLinkedDeque<>();
    private final AtomicLong served = new AtomicLong();
    private volatile boolean closed;

    ProcessPool(FunctionConfiguration function, ExecutorService threads, FunctionLog log, RunFolder folder, int concurrency) {
        this.function = function;
        this.threads = threads;
        this.log = log;
        this.folder = folder;
        this.archive = folder.archive(function.code());
        this.admission = new Admission(function, log, concurrency);
    }

    InvocationResult invoke(byte[] event, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<InvocationResult> refusal = admission.refusal(event, patience);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            return await(threads.submit(() -> permitted(event)), deadline);
        } catch (RejectedExecutionException e) {
            admission.leave();
            return admission.throttled("functions are shutting down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return admission.throttled("interrupted while waiting for the function");
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
            return admission.logged("", FunctionErrors.thrown(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return admission.throttled("functions are shutting down");
        } finally {
            admission.leave();
        }
    }

    private InvocationResult served(byte[] event) throws IOException, InterruptedException {
        while (true) {
            Optional<ClassArchive.Part> learner = served.get() < FunctionProcess.LESSONS ? Optional.empty() : archive.learner();
            Optional<FunctionProcess> warm = learner.isPresent() ? Optional.empty() : warm();
            FunctionProcess process = warm.isPresent() ? warm.get() : start(learner.orElseGet(archive::user));
            Invocation invocation = new Invocation(event);
            InvocationResult result = process.serve(invocation);
            served.incrementAndGet();
            release(process);
            if (invocation.delivered() || warm.isEmpty() || closed) {
                return result instanceof InvocationResult.Failed failure ? admission.logged(invocation.requestId(), failure) : result;
            }
        }
    }

    private void release(FunctionProcess process) {
        if (!process.alive()) {
            end(process);
        } else if (process.hasLearned()) {
            process.graduate();
        } else {
            idle.addFirst(process);
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

    private FunctionProcess start(ClassArchive.Part part) throws IOException {
        FunctionProcess process = launch(part);
        processes.add(process);
        if (closed) {
            end(process);
        }
        return process;
    }

    private FunctionProcess launch(ClassArchive.Part part) throws IOException {
        try {
            return FunctionProcess.start(function, log, folder.nativeLibrary(), archive, part);
        } catch (IOException e) {
            archive.ended(part, NOT_STARTED);
            throw e;
        }
    }

    private void end(FunctionProcess process) {
        processes.remove(process);
        process.close();
    }

    @Override
    public void close() {
        closed = true;
        processes.forEach(FunctionProcess::close);
    }
}
