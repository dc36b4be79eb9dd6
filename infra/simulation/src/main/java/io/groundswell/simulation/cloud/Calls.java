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
    private static final double STALL = 0.1;

    private final SimulatedTime time;
    private final Chance chance;
    private final Trace trace;
    private Faults faults;
    private Invocation current;
    private long step;

    /** Calls that go well, one after the other, until told otherwise. */
    Calls(SimulatedTime time, Chance chance, Trace trace) {
        this.time = time;
        this.chance = chance;
        this.trace = trace;
        this.faults = Faults.none(0);
    }

    /** What can become of a call. */
    private enum Fate { WELL, THROTTLED, CONFLICT, ANSWER_LOST, SENT_TWICE, DIES_BEFORE, DIES_AFTER }

    /**
     * One call.
     *
     * @param throttled what the service throws when it has too much to do
     * @param conflict what it throws when another transaction is on the item; empty for reads
     * @param repeatable whether the SDK, when the answer is lost, sends it again and the service takes it again
     */
    record Call<T>(Supplier<String> what, Supplier<T> effect, Supplier<RuntimeException> throttled,
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

    /** Lets others go on while the current invocation waits. */
    void overtake() {
        if (current == null || current.depth() > DEEPEST || !chance.hits(faults.otherwise())) {
            return;
        }
        if (current.again().isPresent() && chance.hits(faults.replay())) {
            current.again().get().run();
        }
        Duration most = chance.upTo(faults.longest());
        Instant until = time.now().plus(most);
        int left = chance.from(1, MOST_EVENTS);
        while (left > 0 && time.stepUntil(until)) {
            left--;
        }
        if (chance.hits(STALL)) {
            time.stall(most);
        }
    }

    private Fate draw(Call<?> call) {
        if (current == null || !chance.hits(faults.call())) {
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
