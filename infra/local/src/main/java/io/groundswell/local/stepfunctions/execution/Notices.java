package io.groundswell.local.stepfunctions.execution;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hands status changes to the listener in the order they happened, one at a time, off the threads that made them.
 *
 * <p>Whoever adds a change hears when the listener has taken it; one that it refuses stays untold.
 */
final class Notices {

    private final Scheduler scheduler;
    private final ExecutionListener listener;
    private final Deque<Notice> pending = new ArrayDeque<>();
    private boolean delivering;

    /** A change, and what follows once it is told. */
    private record Notice(StatusChange change, Runnable told) {
    }

    Notices(Scheduler scheduler, ExecutionListener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    synchronized void add(StatusChange change, Runnable told) {
        pending.add(new Notice(change, told));
        if (!delivering) {
            delivering = true;
            scheduler.run(this::deliver);
        }
    }

    private void deliver() {
        for (Notice notice = next(); notice != null; notice = next()) {
            try {
                listener.statusChanged(notice.change());
                notice.told().run();
            } catch (RuntimeException e) {
                System.getLogger(Notices.class.getName()).log(System.Logger.Level.ERROR,
                        "the status of " + notice.change().execution().opening().arn() + " could not be told", e);
            }
        }
    }

    private synchronized Notice next() {
        delivering = !pending.isEmpty();
        return pending.poll();
    }
}
