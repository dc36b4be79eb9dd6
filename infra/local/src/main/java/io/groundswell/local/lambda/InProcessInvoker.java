package io.groundswell.local.lambda;

import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.local.threads.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Runs every function in this Java, each invocation on a thread of its own. */
public final class InProcessInvoker implements FunctionInvoker {

    private final Map<String, WarmFunction> functions = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final FunctionLog log;
    private final int concurrency;
    private volatile Surroundings surroundings = Surroundings.AWS;

    /**
     * An invoker without functions yet.
     *
     * @param concurrency how many environments one function may have
     */
    public InProcessInvoker(FunctionLog log, int concurrency) {
        this.log = log;
        this.concurrency = concurrency;
        AtomicLong count = new AtomicLong();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "lambda-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What functions that are registered from now on find around them; AWS, where the SDK looks for it, until then. */
    public void surround(Surroundings found) {
        surroundings = found;
    }

    @Override
    public void verify(FunctionConfiguration function) {
        HandlerClass.of(function, surroundings);
    }

    @Override
    public void register(FunctionConfiguration function) {
        functions.put(function.name(), new WarmFunction(function, HandlerClass.of(function, surroundings), threads, log, concurrency));
    }

    @Override
    public InvocationResult invoke(String function, byte[] event, Duration patience) {
        String name = FunctionName.in(function);
        WarmFunction target = functions.get(name);
        if (target == null) {
            throw new FunctionRefused("no function is called " + name + "; registered are " + functions.keySet());
        }
        return target.invoke(event, patience);
    }

    @Override
    public void close() {
        Threads.end("functions", threads);
    }
}
