package io.groundswell.simulation.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The calls of functions to services: where others overtake, and where faults strike.
 *
 * <p>What runs while a call is under way runs inside it, on the same thread, to its end; so invocations nest, to a
 * bounded depth.
 */
final class Calls {

    private static final int DEEPEST = 3;
    private static final int MOST_EVENTS = 4;
    private static final int MOST_EVENTS_WITHIN_A_SLOW_CALL = 16;
    private static final double SLOW_CALL = 0.6;
    private static final double BUSTLE = 0.3;
    private static final Duration LONGEST_SLOW_CALL = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);
    private static final double STALL = 0.1;

    private final SimulatedTime time;
    private final Chance chance;
    private final Trace trace;
    private final Outages outages;
    private final Sightings sightings;
    private Faults faults;
    private Runnable bustle = () -> { };
    private Invocation current;
    private long step;

    /** Calls that go well, one after the other, until told otherwise. */
    Calls(SimulatedTime time, Chance chance, Trace trace, Sightings sightings) {
        this.time = time;
        this.chance = chance;
        this.trace = trace;
        this.outages = new Outages(time, chance.split());
        this.sightings = sightings;
        this.faults = Faults.none(0);
    }

    /** What can become of a call. */
    private enum Fate { WELL, THROTTLED, CONFLICT, ANSWER_LOST, SENT_TWICE, DIES_BEFORE, DIES_AFTER }

    /**
     * One call.
     *
     * @param service where it goes
     * @param throttled what the service throws when it has too much to do
     * @param conflict what it throws when another transaction is on the item; empty for reads
     * @param repeatable whether the SDK, when the answer is lost, sends it again and the service takes it again
     */
    record Call<T>(Service service, Supplier<String> what, Supplier<T> effect, Supplier<RuntimeException> throttled,
            Optional<Supplier<RuntimeException>> conflict, boolean repeatable) {
    }

    Optional<Invocation> current() {
        return Optional.ofNullable(current);
    }

    Faults faults() {
        return faults;
    }

    void meet(Faults next) {
        faults = next;
        outages.end();
    }

    /** From now on this happens at times while a slow call is under way: somebody else calls. */
    void meanwhile(Runnable others) {
        bustle = others;
    }

    /** A minute goes by, in which a service may get into trouble. */
    void minute() {
        if (chance.hits(faults.outage())) {
            Service service = outages.begin();
            saw("outage of " + service);
            trace(() -> "from now on " + service + " refuse nearly everything, for a while");
        }
    }

    /** Whether the platform does not hand an event to a function now. */
    boolean isInvocationLost() {
        return chance.hits(faults.invoke()) || outages.refuses(Service.FUNCTIONS);
    }

    void saw(String what) {
        sightings.add(what);
    }

    long step() {
        return step;
    }

    long nextStep() {
        return ++step;
    }

    int depth() {
        return current == null ? 0 : current.depth();
    }

    void trace(Supplier<String> line) {
        trace.line(time.now(), depth(), line);
    }

    /** Runs an invocation; the one under way, if any, waits. */
    <T> T during(Invocation invocation, Supplier<T> body) {
        Invocation waiting = current;
        current = invocation;
        try {
            return body.get();
        } finally {
            current = waiting;
        }
    }

    <T> T make(Call<T> call) {
        overtake();
        Fate fate = draw(call);
        trace(() -> call.what().get() + (fate == Fate.WELL ? "" : " " + fate));
        if (fate != Fate.WELL) {
            current.disturb();
            saw(fate + " of " + call.service());
        }
        return switch (fate) {
            case WELL -> call.effect().get();
            case THROTTLED -> throw call.throttled().get();
            case CONFLICT -> throw call.conflict().orElseThrow().get();
            case ANSWER_LOST -> {
                call.effect().get();
                throw SdkClientException.create("the answer did not arrive in time");
            }
            case SENT_TWICE -> {
                call.effect().get();
                overtake();
                yield call.effect().get();
            }
            case DIES_BEFORE -> throw new ContainerDied();
            case DIES_AFTER -> throw diedAfter(call);
        };
    }

    /** Lets time go on a little, and others with it, before the current invocation tries something again. */
    void pause() {
        overtake();
        time.stall(chance.upTo(LONGEST_PAUSE));
    }

    /** Lets others go on while the current invocation waits. */
    void overtake() {
        if (current == null || current.depth() > DEEPEST) {
            return;
        }
        if (current.isSlow() && chance.hits(SLOW_CALL)) {
            if (chance.hits(BUSTLE)) {
                bustle.run();
            }
            overtake(LONGEST_SLOW_CALL, MOST_EVENTS_WITHIN_A_SLOW_CALL);
        } else if (chance.hits(faults.otherwise())) {
            overtake(faults.longest(), MOST_EVENTS);
        }
    }

    private void overtake(Duration longest, int mostEvents) {
        if (current.again().isPresent() && chance.hits(faults.replay())) {
            current.again().get().run();
        }
        Duration most = chance.upTo(longest);
        Instant until = time.now().plus(most);
        int left = chance.from(1, mostEvents);
        while (left > 0 && time.stepUntil(until)) {
            left--;
        }
        if (chance.hits(STALL)) {
            time.stall(most);
        }
    }

    private Fate draw(Call<?> call) {
        if (current == null) {
            return Fate.WELL;
        }
        if (outages.refuses(call.service())) {
            return Fate.THROTTLED;
        }
        if (!chance.hits(faults.call())) {
            return Fate.WELL;
        }
        return switch (chance.from(0, 6)) {
            case 0 -> Fate.THROTTLED;
            case 1 -> call.conflict().isPresent() ? Fate.CONFLICT : Fate.THROTTLED;
            case 2 -> Fate.ANSWER_LOST;
            case 3 -> call.repeatable() ? Fate.SENT_TWICE : Fate.WELL;
            case 4 -> Fate.DIES_BEFORE;
            default -> Fate.DIES_AFTER;
        };
    }

    private static ContainerDied diedAfter(Call<?> call) {
        try {
            call.effect().get();
        } catch (RuntimeException refused) {
            // The service refused; the process is gone before it hears of it.
            return new ContainerDied();
        }
        return new ContainerDied();
    }
}
