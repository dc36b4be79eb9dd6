package io.groundswell.local.stepfunctions.execution;

import java.util.ArrayDeque;
import java.util.Deque;

/** Hands status changes to the listener in the order they happened, one at a time, off the threads that made them. */
final class Notices {

    private final Scheduler scheduler;
    private final ExecutionListener listener;
    private final Deque<StatusChange> pending = new ArrayDeque<>();
    private boolean delivering;

    Notices(Scheduler scheduler, ExecutionListener listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    synchronized void add(StatusChange change) {
        pending.add(change);
        if (!delivering) {
            delivering = true;
            scheduler.run(this::deliver);
        }
    }

    private void deliver() {
        for (StatusChange change = next(); change != null; change = next()) {
            try {
                listener.statusChanged(change);
            } catch (RuntimeException e) {
                System.getLogger(Notices.class.getName()).log(System.Logger.Level.ERROR,
                        "a listener refused the status of " + change.execution().opening().arn(), e);
            }
        }
    }

    private synchronized StatusChange next() {
        delivering = !pending.isEmpty();
        return pending.poll();
    }
}
