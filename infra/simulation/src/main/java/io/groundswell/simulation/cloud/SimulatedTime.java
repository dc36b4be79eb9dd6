package io.groundswell.simulation.cloud;

import io.groundswell.local.stepfunctions.execution.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that goes on from event to event, all on the thread that lets it.
 *
 * <p>An event is work, which somebody is waiting for, or a timer, which is only due some day. When no work is left the
 * system is at rest.
 */
public final class SimulatedTime implements Scheduler {

    /** What is due within this time counts as work: a retry, an answer, the time limit of a running function. */
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration HANDOVER = Duration.ofMillis(150);

    private record Event(Instant when, long order, boolean work, Runnable action) {
    }

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::when).thenComparing(Event::order));
    private final Chance chance;
    private Instant now;
    private long order;
    private int work;
    private long workDone;

    public SimulatedTime(Instant start, Chance chance) {
        this.now = start;
        this.chance = chance;
    }

    @Override
    public Instant now() {
        return now;
    }

    /** A clock that shows this time. */
    public Clock clock() {
        InstantSource source = this::now;
        return source.withZone(ZoneOffset.UTC);
    }

    @Override
    public Alarm at(Instant when, Runnable action) {
        Event event = add(when, when.isBefore(now.plus(SOON)), action);
        return () -> cancel(event);
    }

    @Override
    public void run(Runnable task) {
        add(now.plus(chance.upTo(HANDOVER)), true, task);
    }

    /** Work that is done after a while. */
    void work(Duration delay, Runnable action) {
        add(now.plus(delay), true, action);
    }

    /** An event that nobody waits for. */
    public void timer(Duration delay, Runnable action) {
        add(now.plus(delay), false, action);
    }

    /** Whether nothing but timers is left. */
    public boolean isAtRest() {
        return work == 0;
    }

    /** How much work was done so far. */
    public long workDone() {
        return workDone;
    }

    /** Goes on to the next event, unless it is later than this. */
    public boolean stepUntil(Instant last) {
        Event next = events.peek();
        if (next == null || next.when().isAfter(last)) {
            return false;
        }
        events.remove();
        work -= next.work() ? 1 : 0;
        workDone += next.work() ? 1 : 0;
        now = next.when().isAfter(now) ? next.when() : now;
        next.action().run();
        return true;
    }

    /** Lets time go on without anything happening in it, as far as nothing is due. */
    void stall(Duration most) {
        Event next = events.peek();
        Instant until = now.plus(most);
        now = next != null && next.when().isBefore(until) ? (next.when().isAfter(now) ? next.when() : now) : until;
    }

    @Override
    public void close() {
        events.clear();
    }

    private Event add(Instant when, boolean isWork, Runnable action) {
        Event event = new Event(when, order++, isWork, action);
        events.add(event);
        work += isWork ? 1 : 0;
        return event;
    }

    private void cancel(Event event) {
        if (events.remove(event)) {
            work -= event.work() ? 1 : 0;
        }
    }
}
