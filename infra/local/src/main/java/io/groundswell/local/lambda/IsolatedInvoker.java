package io.groundswell.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs every function in processes of its own, through AWS's runtime interface client. */
public final class IsolatedInvoker implements FunctionInvoker {

    private static final Duration MOST_IDLE = Duration.ofMinutes(2);
    private static final Duration REAP_EVERY = Duration.ofSeconds(10);

    private final Map<String, ProcessPool> functions = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService reaper = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("function-reaper").unstarted(task));
    private final FunctionLog log;
    private final RunFolder folder;
    private final int concurrency;

    /**
     * An invoker without functions yet.
     *
     * @param concurrency how many processes one function may have
     * @param folder for the files that processes share; a temporary one if there is none
     */
    public IsolatedInvoker(FunctionLog log, int concurrency, Optional<Path> folder) {
        this(log, concurrency, folder, MOST_IDLE, REAP_EVERY);
    }

    IsolatedInvoker(FunctionLog log, int concurrency, Optional<Path> folder, Duration mostIdle, Duration reapEvery) {
        this.log = log;
        this.folder = new RunFolder(folder);
        this.concurrency = concurrency;
        reaper.scheduleWithFixedDelay(() -> functions.values().forEach(pool -> pool.reap(mostIdle)),
                reapEvery.toMillis(), reapEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void verify(FunctionConfiguration function) {
        if (!Files.exists(function.code())) {
            throw new FunctionRefused("the code of " + function.name() + " is missing: expected " + function.code()
                    + "; build it with mvn package");
        }
    }

    @Override
    public void register(FunctionConfiguration function) {
        verify(function);
        functions.put(function.name(), new ProcessPool(function, threads, log, folder, concurrency));
    }

    @Override
    public InvocationResult invoke(String function, byte[] event, Duration patience) {
        String name = FunctionName.in(function);
        ProcessPool target = functions.get(name);
        if (target == null) {
            throw new FunctionRefused("no function is called " + name + "; registered are " + functions.keySet());
        }
        return target.invoke(event, patience);
    }

    @Override
    public void close() {
        reaper.shutdownNow();
        functions.values().forEach(ProcessPool::close);
        threads.shutdownNow();
        try {
            folder.delete();
        } catch (IOException e) {
            throw new UncheckedIOException("the unpacked runtime interface client cannot be removed", e);
        }
    }
}
