package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.asl.Catcher;
import io.groundswell.local.stepfunctions.asl.Retrier;
import io.groundswell.local.stepfunctions.asl.TaskState;
import io.groundswell.local.stepfunctions.asl.Template;
import io.groundswell.local.stepfunctions.json.Json;
import io.groundswell.local.stepfunctions.jsonata.Bindings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The course of a Task: attempts, results, errors with their retriers and catchers. */
final class TaskRun {

    private final Opening opening;
    private final String region;
    private final Queries queries;
    private final Transitions transitions;
    private final RandomGenerator random;

    TaskRun(Opening opening, String region, Queries queries, Transitions transitions, RandomGenerator random) {
        this.opening = opening;
        this.region = region;
        this.queries = queries;
        this.transitions = transitions;
        this.random = random;
    }

    /** Begins an attempt. */
    Progress start(Draft draft, Progress.Running at, TaskState task) throws StateProblem {
        Optional<String> token = switch (task.resource()) {
            case INVOKE -> Optional.empty();
            case INVOKE_AND_WAIT -> Optional.of(opening.key().token(opening.id(), draft.nextId()));
        };
        Map<?, ?> arguments = arguments(draft, at, task, token);
        String parameters = queries.bounded(at, arguments, "arguments");
        Optional<Integer> timeout = seconds(draft, at, task.timeoutSeconds(), "TimeoutSeconds");
        Optional<Integer> heartbeat = seconds(draft, at, task.heartbeatSeconds(), "HeartbeatSeconds");
        Map<String, Object> details = resource(task);
        details.put("region", region);
        details.put("parameters", parameters);
        timeout.ifPresent(seconds -> details.put("timeoutInSeconds", seconds));
        heartbeat.ifPresent(seconds -> details.put("heartbeatInSeconds", seconds));
        long scheduled = draft.add("TaskScheduled", details);
        draft.add("TaskStarted", resource(task));
        String function = (String) arguments.get("FunctionName");
        String payload = arguments.containsKey("Payload") ? Json.write(arguments.get("Payload")) : "{}";
        draft.invoke(new Invocation(scheduled, function, payload));
        return at.with(new Activity.Invoking(function, payload, attempt(scheduled, draft.now(), timeout, heartbeat)),
                draft.lastId());
    }

    /** The function returned: the result, or with a task token only its receipt. */
    Progress returned(Draft draft, Progress.Running at, TaskState task, Activity.Attempt attempt, Object envelope)
            throws StateProblem {
        String text = result(draft, at, task, envelope);
        return switch (task.resource()) {
            case INVOKE -> succeeded(draft, at, task, envelope, text);
            case INVOKE_AND_WAIT -> {
                draft.add("TaskSubmitted", outputOf(task, text));
                yield at.with(new Activity.AwaitingToken(attempt), draft.lastId());
            }
        };
    }

    /** The task token came back with the result. */
    Progress completed(Draft draft, Progress.Running at, TaskState task, Object result) throws StateProblem {
        return succeeded(draft, at, task, result, result(draft, at, task, result));
    }

    /** The attempt ended with an error, which an event of the given type records. */
    Progress erred(Draft draft, Progress.Running at, TaskState task, String eventType, StateFailure failure) {
        Map<String, Object> details = resource(task);
        details.putAll(failure.eventDetails());
        draft.add(eventType, details);
        return failed(draft, at, task, failure);
    }

    /** The state failed: retry, else catch, else end the execution. */
    Progress failed(Draft draft, Progress.Running at, TaskState task, StateFailure failure) {
        for (int i = 0; i < task.retriers().size(); i++) {
            Retrier retrier = task.retriers().get(i);
            if (failure.matches(retrier.errorEquals())) {
                int used = at.retries().get(i);
                if (used < retrier.maxAttempts()) {
                    Instant until = draft.now().plus(retrier.delay(used + 1, random));
                    return at.retrying(i, until, draft.lastId());
                }
                break;
            }
        }
        Optional<Catcher> catcher = task.catchers().stream()
                .filter(candidate -> failure.matches(candidate.errorEquals())).findFirst();
        return catcher.isPresent()
                ? caught(draft, at, catcher.get(), failure) : transitions.failed(draft, failure);
    }

    private Progress caught(Draft draft, Progress.Running at, Catcher catcher, StateFailure failure) {
        Map<String, Object> errorOutput = failure.errorOutput();
        Bindings bindings = queries.bindings(at, draft.now(), Optional.empty()).with("errorOutput", errorOutput);
        try {
            return transitions.leave(draft, at, catcher.dataflow(), bindings, errorOutput,
                    Optional.of(catcher.next()));
        } catch (StateProblem problem) {
            return transitions.failed(draft, problem.failure());
        }
    }

    private Progress succeeded(Draft draft, Progress.Running at, TaskState task, Object result, String text)
            throws StateProblem {
        draft.add("TaskSucceeded", outputOf(task, text));
        Bindings bindings = queries.bindings(at, draft.now(), Optional.empty()).with("result", result);
        return transitions.leave(draft, at, task.dataflow(), bindings, result, task.next());
    }

    private Map<?, ?> arguments(Draft draft, Progress.Running at, TaskState task, Optional<String> token)
            throws StateProblem {
        Bindings bindings = queries.bindings(at, draft.now(), token);
        Object arguments = queries.resolve(draft, at, task.arguments(), bindings, "Arguments");
        Optional<String> refusal = TaskState.refusal(arguments);
        if (refusal.isPresent()) {
            throw queries.runtime(at, refusal.get());
        }
        return (Map<?, ?>) arguments;
    }

    private String result(Draft draft, Progress.Running at, TaskState task, Object result) throws StateProblem {
        try {
            return queries.bounded(at, result, "a result");
        } catch (StateProblem problem) {
            Map<String, Object> details = resource(task);
            details.putAll(problem.failure().eventDetails());
            draft.add("TaskFailed", details);
            throw problem;
        }
    }

    private Optional<Integer> seconds(Draft draft, Progress.Running at, Optional<Template> template, String location)
            throws StateProblem {
        return template.isEmpty() ? Optional.empty() : Optional.of(queries.seconds(draft, at, template.get(),
                queries.bindings(at, draft.now(), Optional.empty()), location, 1));
    }

    private static Activity.Attempt attempt(long scheduled, Instant now, Optional<Integer> timeout,
            Optional<Integer> heartbeat) {
        Optional<Duration> gap = heartbeat.map(Duration::ofSeconds);
        return new Activity.Attempt(scheduled, timeout.map(now::plusSeconds), gap, gap.map(now::plus));
    }

    private static Map<String, Object> resource(TaskState task) {
        return Json.object("resourceType", "lambda", "resource", task.resource().resource());
    }

    private static Map<String, Object> outputOf(TaskState task, String text) {
        Map<String, Object> details = resource(task);
        details.put("output", text);
        details.put("outputDetails", Transitions.COMPLETE);
        return details;
    }
}
