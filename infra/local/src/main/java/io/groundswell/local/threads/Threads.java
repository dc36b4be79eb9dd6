package io.groundswell.local.threads;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends threads that work for others. */
public final class Threads {

    private static final System.Logger LOG = System.getLogger(Threads.class.getName());
    private static final long PATIENCE_SECONDS = 5;

    private Threads() {
    }

    /**
     * Interrupts what is under way and waits for its end, so that nothing is written any more when this returns.
     *
     * @param what names the threads for the log, which tells of those that do not heed their interruption within 5 s
     */
    public static void end(String what, ExecutorService threads) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, what + " did not heed their interruption; they end with this Java");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
