package io.groundswell.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been started so far; closing ends the latest first, and all of it even where some of it fails. */
final class Shutdown implements AutoCloseable {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        started.push(part);
        return part;
    }

    /** Ends first what calls all that was added so far, although it was there before. */
    void endFirst(AutoCloseable part) {
        started.remove(part);
        started.push(part);
    }

    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("LocalCloud did not stop cleanly", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
