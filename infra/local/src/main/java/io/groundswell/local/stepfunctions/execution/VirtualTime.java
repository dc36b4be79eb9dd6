package io.groundswell.local.stepfunctions.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that moves only when told, for rehearsals: a day passes at once, and everything happens in one order.
 *
 * <p>Work is carried out by {@link #settle()} on the thread that calls it. Not for use by several threads.
 */
public final class VirtualTime implements Scheduler {

    private record Pending(Instant when, long order, Runnable action) {
    }

    private final PriorityQueue<Pending> alarms =
            new PriorityQueue<>(Comparator.comparing(Pending::when).thenComparing(Pending::order));
    private final Deque<Runnable> work = new ArrayDeque<>();
    private Instant now;
    private long order;

    public VirtualTime(Instant start) {
        this.now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Alarm at(Instant when, Runnable action) {
        Pending pending = new Pending(when, order++, action);
        alarms.add(pending);
        return () -> alarms.remove(pending);
    }

    @Override
    public void run(Runnable task) {
        work.add(task);
    }

    /** Carries out everything that can happen without time going on. */
    public void settle() {
        while (true) {
            Runnable next = work.poll();
            if (next == null) {
                Pending alarm = alarms.peek();
                if (alarm == null || alarm.when().isAfter(now)) {
                    return;
                }
                next = alarms.remove().action();
            }
            next.run();
        }
    }

    /** Lets time go on, stopping at every alarm on the way. */
    public void advance(Duration duration) {
        Instant until = now.plus(duration);
        settle();
        while (nextAlarm().filter(when -> !when.isAfter(until)).isPresent()) {
            now = nextAlarm().orElseThrow();
            settle();
        }
        now = until;
    }

    /** When the next alarm is due. */
    public Optional<Instant> nextAlarm() {
        return Optional.ofNullable(alarms.peek()).map(Pending::when);
    }

    /** Forgets everything that is still to come. */
    @Override
    public void close() {
        alarms.clear();
        work.clear();
    }
}
