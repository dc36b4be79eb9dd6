package io.groundswell.simulation.cloud;

import java.util.Optional;
import java.util.function.Supplier;

/** Runs functions: takes an environment, makes the call, and lets go of an environment whose process died. */
final class Functions {

    private final Calls calls;
    private final Chance chance;
    private final Observer observer;
    private long invocations;

    Functions(Calls calls, Chance chance, Observer observer) {
        this.calls = calls;
        this.chance = chance;
        this.observer = observer;
    }

    /** What an invocation hands to the function object. */
    interface Event<H, R> {
        R handle(H handler, Invocation invocation);
    }

    long step() {
        return calls.step();
    }

    long invocations() {
        return invocations;
    }

    <H, R> R invoke(Containers<H> containers, Supplier<String> what, Optional<Runnable> again, Event<H, R> event) {
        Containers.Container<H> container = containers.take(chance);
        Invocation invocation = new Invocation(containers.function(), container.number(), calls.depth() + 1,
                calls.step(), chance.hits(calls.faults().slow()), again);
        calls.trace(() -> invocation + ": " + what.get());
        invocations++;
        boolean alive = true;
        try {
            R result = calls.during(invocation, () -> event.handle(container.handler(), invocation));
            calls.trace(() -> invocation + " answers " + Shown.value(result));
            return result;
        } catch (ContainerDied died) {
            alive = false;
            calls.trace(() -> invocation + " dies");
            throw died;
        } catch (RuntimeException failure) {
            calls.trace(() -> invocation + " fails: " + failure);
            observer.failed(invocation, failure.toString());
            throw failure;
        } finally {
            if (alive) {
                containers.giveBack(container);
            }
        }
    }
}
