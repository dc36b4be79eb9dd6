package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.asl.ChoiceState;
import io.groundswell.local.stepfunctions.asl.FailState;
import io.groundswell.local.stepfunctions.asl.PassState;
import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import io.groundswell.local.stepfunctions.asl.SucceedState;
import io.groundswell.local.stepfunctions.asl.Dataflow;
import io.groundswell.local.stepfunctions.asl.TaskState;
import io.groundswell.local.stepfunctions.asl.Template;
import io.groundswell.local.stepfunctions.asl.WaitState;
import io.groundswell.local.stepfunctions.json.Json;
import io.groundswell.local.stepfunctions.jsonata.Bindings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides the next step of one execution.
 *
 * <p>It changes nothing: a step is the value of where the execution stands, what happened and when.
 */
final class Interpreter {

    private final Opening opening;
    private final StateMachineDefinition definition;
    private final Limits limits;
    private final Queries queries;
    private final Transitions transitions;
    private final TaskRun tasks;

    Interpreter(Opening opening, StateMachineDefinition definition, Limits limits, String region,
            RandomGenerator random) {
        this.opening = opening;
        this.definition = definition;
        this.limits = limits;
        this.queries = new Queries(opening, limits);
        this.transitions = new Transitions(definition, queries);
        this.tasks = new TaskRun(opening, region, queries, transitions, random);
    }

    /** A move that may find the state unable to go on. */
    private interface Move {
        Progress make(Draft draft) throws StateProblem;
    }

    Step open() {
        Draft draft = new Draft(opening.startedAt(), limits.historyEvents(), 1, 0);
        draft.add("ExecutionStarted", Json.object("input", opening.input(), "inputDetails",
                Map.of("truncated", false), "roleArn", opening.roleArn()));
        draft.detach();
        return draft.step(transitions.enter(draft, definition.startAt(), Json.read(opening.input()), Map.of()));
    }

    /** Begins the work of a state that was entered, or of its retry. */
    Step begin(Progress.Running at, long nextId, Instant now) {
        return step(at, nextId, now, draft -> switch (definition.state(at.state())) {
            case TaskState task -> tasks.start(draft, at, task);
            case ChoiceState choice -> choose(draft, at, choice);
            case WaitState wait -> at.with(new Activity.Sleeping(wakeUp(draft, at, wait)), at.lastEventId());
            case PassState pass -> transitions.leave(draft, at, pass.dataflow(), bindings(at, now), at.input(),
                    pass.next());
            case SucceedState succeed -> transitions.leave(draft, at,
                    new Dataflow("", succeed.output(), Map.of()), bindings(at, now), at.input(), Optional.empty());
            case FailState fail -> transitions.failed(draft, new StateFailure(
                    text(draft, at, fail.error(), "Error"), text(draft, at, fail.cause(), "Cause"), false));
        });
    }

    /** The function of the current attempt returned. */
    Step returned(Progress.Running at, Activity.Attempt attempt, Object envelope, long nextId, Instant now) {
        return step(at, nextId, now, draft -> tasks.returned(draft, at, task(at), attempt, envelope));
    }

    /** The task token of the current attempt came back with a result. */
    Step completed(Progress.Running at, Object result, long nextId, Instant now) {
        return step(at, nextId, now, draft -> tasks.completed(draft, at, task(at), result));
    }

    /** The current attempt ended with an error. */
    Step erred(Progress.Running at, StateFailure failure, long nextId, Instant now) {
        return step(at, nextId, now, draft -> tasks.erred(draft, at, task(at), "TaskFailed", failure));
    }

    /** A sign of life for the current attempt. */
    Step beat(Progress.Running at, Instant now) {
        Draft draft = new Draft(now, limits.historyEvents(), 0, at.lastEventId());
        return draft.step(switch (at.activity()) {
            case Activity.Invoking(String function, String payload, Activity.Attempt attempt) ->
                    at.with(new Activity.Invoking(function, payload, attempt.beat(now)), at.lastEventId());
            case Activity.AwaitingToken(Activity.Attempt attempt) ->
                    at.with(new Activity.AwaitingToken(attempt.beat(now)), at.lastEventId());
            case Activity.Starting starting -> at;
            case Activity.BackingOff backingOff -> at;
            case Activity.Sleeping sleeping -> at;
        });
    }

    /** What time brings; empty if nothing is due yet. */
    Optional<Step> due(Progress.Running at, long nextId, Instant now) {
        if (!deadline().isAfter(now)) {
            return Optional.of(timedOut(nextId, now));
        }
        if (at.activity().due().filter(time -> !time.isAfter(now)).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(switch (at.activity()) {
            case Activity.Invoking invoking -> missed(at, invoking.attempt(), nextId, now);
            case Activity.AwaitingToken awaiting -> missed(at, awaiting.attempt(), nextId, now);
            case Activity.BackingOff backingOff -> begin(at, nextId, now);
            case Activity.Sleeping sleeping -> step(at, nextId, now, draft -> woken(draft, at));
            case Activity.Starting starting -> begin(at, nextId, now);
        });
    }

    /** When time next matters to a running execution. */
    Instant nextDue(Progress.Running at) {
        return at.activity().due().filter(time -> time.isBefore(deadline())).orElse(deadline());
    }

    /** Ends the execution on request. */
    Step stop(Optional<String> error, Optional<String> cause, long nextId, Instant now) {
        Draft draft = new Draft(now, limits.historyEvents(), nextId, 0);
        draft.addLast("ExecutionAborted", 0, new StateFailure(error, cause, false).eventDetails());
        return draft.step(new Progress.Closed(ExecutionStatus.ABORTED, now, Optional.empty(), error, cause));
    }

    private Step timedOut(long nextId, Instant now) {
        Draft draft = new Draft(now, limits.historyEvents(), nextId, 0);
        draft.addLast("ExecutionTimedOut", 0, Map.of("error", StateFailure.TIMEOUT));
        return draft.step(new Progress.Closed(ExecutionStatus.TIMED_OUT, now, Optional.empty(), Optional.empty(),
                Optional.empty()));
    }

    private Instant deadline() {
        Instant longest = opening.startedAt().plus(limits.longestExecution());
        if (definition.timeoutSeconds().isEmpty()) {
            return longest;
        }
        Instant own = opening.startedAt().plusSeconds(definition.timeoutSeconds().getAsInt());
        return own.isBefore(longest) ? own : longest;
    }

    private Step missed(Progress.Running at, Activity.Attempt attempt, long nextId, Instant now) {
        StateFailure failure = StateFailure.timeout(attempt.heartbeatMissed(now));
        return step(at, nextId, now, draft -> tasks.erred(draft, at, task(at), "TaskTimedOut", failure));
    }

    private Progress woken(Draft draft, Progress.Running at) throws StateProblem {
        WaitState wait = (WaitState) definition.state(at.state());
        return transitions.leave(draft, at, wait.dataflow(), bindings(at, draft.now()), at.input(), wait.next());
    }

    private Step step(Progress.Running at, long nextId, Instant now, Move move) {
        Draft draft = new Draft(now, limits.historyEvents(), nextId, at.lastEventId());
        try {
            return draft.step(made(draft, at, move));
        } catch (Draft.HistoryFull e) {
            return draft.full();
        }
    }

    private Progress made(Draft draft, Progress.Running at, Move move) {
        try {
            return move.make(draft);
        } catch (StateProblem problem) {
            return definition.state(at.state()) instanceof TaskState task
                    ? tasks.failed(draft, at, task, problem.failure())
                    : transitions.failed(draft, problem.failure());
        }
    }

    private Progress choose(Draft draft, Progress.Running at, ChoiceState choice) throws StateProblem {
        Bindings bindings = bindings(at, draft.now());
        for (ChoiceState.Rule rule : choice.rules()) {
            String location = rule.dataflow().location() + "Condition";
            Object matched = queries.resolve(draft, at, rule.condition(), bindings, location);
            if (!(matched instanceof Boolean)) {
                throw queries.failed(draft, at, location, "The field '" + location + "' evaluated to "
                        + Json.write(matched) + ", expected true or false");
            }
            if (Boolean.TRUE.equals(matched)) {
                return transitions.leave(draft, at, rule.dataflow(), bindings, at.input(), Optional.of(rule.next()));
            }
        }
        if (choice.defaultNext().isEmpty()) {
            throw queries.runtime(at,
                    "Failed to transition out of the state. The state does not point to a next state.");
        }
        return transitions.leave(draft, at, choice.dataflow(), bindings, at.input(), choice.defaultNext());
    }

    private Instant wakeUp(Draft draft, Progress.Running at, WaitState wait) throws StateProblem {
        Bindings bindings = bindings(at, draft.now());
        return switch (wait.until()) {
            case WaitState.Until.Seconds(Template seconds) ->
                    draft.now().plusSeconds(queries.seconds(draft, at, seconds, bindings, "Seconds", 0));
            case WaitState.Until.Timestamp(Template timestamp) -> {
                Object value = queries.resolve(draft, at, timestamp, bindings, "Timestamp");
                try {
                    yield OffsetDateTime.parse(String.valueOf(value)).toInstant();
                } catch (DateTimeException e) {
                    throw queries.failed(draft, at, "Timestamp", "The field 'Timestamp' evaluated to "
                            + Json.write(value) + ", expected a time such as 2026-01-31T08:00:00Z");
                }
            }
        };
    }

    private Optional<String> text(Draft draft, Progress.Running at, Optional<Template> template, String location)
            throws StateProblem {
        if (template.isEmpty()) {
            return Optional.empty();
        }
        Object value = queries.resolve(draft, at, template.get(), bindings(at, draft.now()), location);
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw queries.failed(draft, at, location, "The field '" + location + "' evaluated to " + Json.write(value)
                + ", expected a string");
    }

    private Bindings bindings(Progress.Running at, Instant now) {
        return queries.bindings(at, now, Optional.empty());
    }

    private TaskState task(Progress.Running at) {
        return (TaskState) definition.state(at.state());
    }
}
