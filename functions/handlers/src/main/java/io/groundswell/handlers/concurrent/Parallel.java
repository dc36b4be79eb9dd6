package io.groundswell.handlers.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** Runs requests that do not depend on one another side by side, a fixed number at a time. */
public final class Parallel {

    /** Pieces of work under way at once. */
    public static final int WIDTH = 8;

    private Parallel() {
    }

    /** The list in pieces of at most {@code size}. */
    public static <T> List<List<T>> chunks(List<T> all, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(from + size, all.size())));
        }
        return chunks;
    }

    /**
     * Hands every piece of work to {@code task} with the number of the worker that does it, 0 to {@link #WIDTH} − 1;
     * one worker does one piece at a time. A single piece is done on the calling thread. Returns when all are done; the
     * first failure is thrown.
     */
    public static <T> void forEach(List<T> work, BiConsumer<Integer, T> task) {
        if (work.size() == 1) {
            task.accept(0, work.getFirst());
            return;
        }
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Math.min(WIDTH, work.size()); i++) {
                int worker = i;
                workers.add(threads.submit(() -> {
                    for (int next = worker; next < work.size(); next += WIDTH) {
                        task.accept(worker, work.get(next));
                    }
                }));
            }
        }
        workers.forEach(Parallel::requireDone);
    }

    private static void requireDone(Future<?> worker) {
        try {
            worker.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while requests were under way", e);
        }
    }
}
