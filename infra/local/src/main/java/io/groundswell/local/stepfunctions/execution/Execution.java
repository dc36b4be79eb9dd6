package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One execution: its history, where it stands, and the lock under which it moves.
 *
 * <p>A step is written to the journal, then becomes visible, then acts; all but the last under the lock. Answers that
 * come for an attempt which is over change nothing.
 */
final class Execution {

    private final Opening opening;
    private final long sequence;
    private final Ports ports;
    private final Journal journal;
    private final Interpreter interpreter;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<HistoryEvent> history = new ArrayList<>();
    private final Set<ExecutionStatus> announced = EnumSet.noneOf(ExecutionStatus.class);
    private Progress progress;
    private Scheduler.Alarm alarm = () -> { };
    private boolean moving;
    private boolean detached;

    /** A move from where the execution stands; empty if it changes nothing. */
    private interface Move {
        Optional<Step> from(Progress.Running at, long nextId, Instant now);
    }

    private Execution(Opening opening, long sequence, StateMachineDefinition definition, Journal journal, Ports ports) {
        this.opening = opening;
        this.sequence = sequence;
        this.ports = ports;
        this.journal = journal;
        this.interpreter = new Interpreter(opening, definition, ports.limits(), ports.region(), ports.random());
    }

    /** Opens a new execution; it moves once it is told to {@link #resume()}. */
    static Execution open(Opening opening, long sequence, StateMachineDefinition definition, Journal journal,
            Ports ports) {
        Execution execution = new Execution(opening, sequence, definition, journal, ports);
        Step step = execution.interpreter.open();
        journal.append(JournalFormat.first(opening, step));
        execution.history.addAll(step.events());
        execution.progress = step.progress();
        return execution;
    }

    /** An execution as its journal left it. */
    static Execution restored(JournalFormat.Story story, long sequence, StateMachineDefinition definition,
            Journal journal, Ports ports) {
        Execution execution = new Execution(story.opening(), sequence, definition, journal, ports);
        execution.history.addAll(story.events());
        execution.progress = story.progress();
        execution.announced.addAll(story.told());
        return execution;
    }

    Opening opening() {
        return opening;
    }

    ExecutionSnapshot snapshot() {
        lock.lock();
        try {
            return ExecutionSnapshot.of(opening, sequence, progress, history.size());
        } finally {
            lock.unlock();
        }
    }

    /** The events at the positions from (inclusive) to (exclusive), as far as there are any. */
    List<HistoryEvent> history(int from, int to) {
        lock.lock();
        try {
            int end = Math.min(to, history.size());
            return List.copyOf(history.subList(Math.min(Math.max(from, 0), end), end));
        } finally {
            lock.unlock();
        }
    }

    /** Goes on from where the execution stands: after opening it, or after a restart, unless an answer moved it already. */
    void resume() {
        lock.lock();
        try {
            announce(opening.startedAt(), ExecutionSnapshot.started(opening, sequence));
            if (!moving) {
                proceed(new Step(List.of(), progress, progress instanceof Progress.Running running ? inFlight(running) : Optional.empty()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops moving without an end: the process is about to go. */
    void detach() {
        lock.lock();
        try {
            detached = true;
            alarm.cancel();
        } finally {
            lock.unlock();
        }
    }

    void forget() {
        detach();
        journal.delete();
    }

    /** Ends the execution if it still runs, and says when it ended. */
    Instant stop(Optional<String> error, Optional<String> cause) {
        move((at, nextId, now) -> Optional.of(interpreter.stop(error, cause, nextId, now)));
        return snapshot().stoppedAt().orElseThrow(() -> new IllegalStateException("the engine is closed"));
    }

    boolean completed(long attempt, Object result) {
        return move((at, nextId, now) -> current(at, attempt, now).map(
                known -> interpreter.completed(at, result, nextId, now)));
    }

    boolean erred(long attempt, StateFailure failure) {
        return move((at, nextId, now) -> current(at, attempt, now).map(
                known -> interpreter.erred(at, failure, nextId, now)));
    }

    boolean beat(long attempt) {
        return move((at, nextId, now) -> current(at, attempt, now).map(known -> interpreter.beat(at, now)));
    }

    /** Makes a move, if the execution runs and the move leads anywhere. */
    private boolean move(Move move) {
        lock.lock();
        try {
            if (detached || !(progress instanceof Progress.Running running)) {
                return false;
            }
            Optional<Step> step = move.from(running, history.size() + 1L, ports.scheduler().now());
            step.ifPresent(this::commit);
            return step.isPresent();
        } finally {
            lock.unlock();
        }
    }

    private void commit(Step step) {
        journal.append(JournalFormat.next(step));
        history.addAll(step.events());
        progress = step.progress();
        proceed(step);
    }

    /** Sets off what a step calls for; everything runs on other threads. */
    private void proceed(Step step) {
        moving = true;
        alarm.cancel();
        switch (step.progress()) {
            case Progress.Closed closed -> announce(closed.stoppedAt(), snapshot());
            case Progress.Running running -> {
                alarm = ports.scheduler().at(interpreter.nextDue(running), this::alarmed);
                step.invocation().ifPresent(invocation -> ports.scheduler().run(() -> invoke(invocation)));
                if (running.activity() instanceof Activity.Starting) {
                    ports.scheduler().run(this::begin);
                }
            }
        }
    }

    /** Tells of a status; where the engine goes down before somebody heard of it, the next one tells again. */
    private void announce(Instant at, ExecutionSnapshot snapshot) {
        if (announced.add(snapshot.status())) {
            ports.notices().add(new StatusChange(at, snapshot), () -> told(snapshot.status()));
        }
    }

    private void told(ExecutionStatus status) {
        lock.lock();
        try {
            if (!detached) {
                journal.append(JournalFormat.told(status));
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin() {
        move((at, nextId, now) -> at.activity() instanceof Activity.Starting
                ? Optional.of(interpreter.due(at, nextId, now).orElseGet(() -> interpreter.begin(at, nextId, now)))
                : Optional.empty());
    }

    private void alarmed() {
        move((at, nextId, now) -> {
            Optional<Step> step = interpreter.due(at, nextId, now);
            if (step.isEmpty()) {
                alarm = ports.scheduler().at(interpreter.nextDue(at), this::alarmed);
            }
            return step;
        });
    }

    private void invoke(Invocation invocation) {
        switch (LambdaResponse.of(ports.invoker(), invocation)) {
            case LambdaResponse.Returned(Object envelope) -> move((at, nextId, now) ->
                    at.activity() instanceof Activity.Invoking
                            ? current(at, invocation.scheduledEventId(), now)
                                    .map(attempt -> interpreter.returned(at, attempt, envelope, nextId, now))
                            : Optional.empty());
            case LambdaResponse.Failed(StateFailure failure) -> erred(invocation.scheduledEventId(), failure);
            case LambdaResponse.Interrupted interrupted -> Thread.currentThread().interrupt();
        }
    }

    private static Optional<Invocation> inFlight(Progress.Running running) {
        return running.activity() instanceof Activity.Invoking invoking
                ? Optional.of(new Invocation(invoking.attempt().scheduledEventId(), invoking.function(),
                        invoking.payload()))
                : Optional.empty();
    }

    /** The attempt of that id, while it is the current one and its time is not over. */
    private static Optional<Activity.Attempt> current(Progress.Running at, long attempt, Instant now) {
        Optional<Activity.Attempt> current = switch (at.activity()) {
            case Activity.Invoking invoking -> Optional.of(invoking.attempt());
            case Activity.AwaitingToken awaiting -> Optional.of(awaiting.attempt());
            case Activity.Starting starting -> Optional.empty();
            case Activity.BackingOff backingOff -> Optional.empty();
            case Activity.Sleeping sleeping -> Optional.empty();
        };
        return current.filter(found -> found.scheduledEventId() == attempt)
                .filter(found -> found.due().filter(time -> !time.isAfter(now)).isEmpty());
    }
}
