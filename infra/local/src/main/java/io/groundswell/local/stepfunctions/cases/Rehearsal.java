package io.groundswell.local.stepfunctions.cases;

import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import io.groundswell.local.stepfunctions.asl.TaskState;
import io.groundswell.local.stepfunctions.execution.ExecutionSnapshot;
import io.groundswell.local.stepfunctions.execution.ExecutionStatus;
import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.HistoryEvent;
import io.groundswell.local.stepfunctions.execution.InvocationFailure;
import io.groundswell.local.stepfunctions.execution.JournalDirectory;
import io.groundswell.local.stepfunctions.execution.Limits;
import io.groundswell.local.stepfunctions.execution.StateMachine;
import io.groundswell.local.stepfunctions.execution.VirtualTime;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One execution of a case in virtual time, with the case's answers for functions. */
final class Rehearsal {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NAME = "case";
    private static final String MACHINE_ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:rehearsal";

    private final PathCase rehearsed;
    private final StateMachineDefinition definition;
    private final VirtualTime time = new VirtualTime(START);
    private final Executions executions;
    private final Map<String, Deque<Answer>> answers = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private String arn;

    Rehearsal(PathCase rehearsed, StateMachineDefinition definition) {
        this.rehearsed = rehearsed;
        this.definition = definition;
        this.executions = Executions.open("eu-west-1", Limits.AWS, JournalDirectory.none(), this::invoke, time,
                change -> { }, new Random(0));
        rehearsed.mocks().forEach((state, given) -> answers.put(state, new ArrayDeque<>(given)));
    }

    Outcome play() {
        refuseMocksOfOtherStates();
        if (!problems.isEmpty()) {
            return new Outcome(List.of(), problems);
        }
        StateMachine machine = new StateMachine("rehearsal", MACHINE_ARN,
                "arn:aws:iam::123456789012:role/rehearsal", START, definition);
        arn = executions.start(machine, NAME, rehearsed.input()).opening().arn();
        time.settle();
        while (executions.describe(arn).status() == ExecutionStatus.RUNNING) {
            time.advance(Duration.between(time.now(), time.nextAlarm().orElseThrow()));
        }
        List<String> path = history().stream().filter(event -> event.type().endsWith("StateEntered"))
                .map(event -> (String) event.details().get("name")).toList();
        if (problems.isEmpty()) {
            compare(path, executions.describe(arn));
        }
        return new Outcome(path, problems);
    }

    private byte[] invoke(String function, byte[] payload) throws InvocationFailure {
        TaskState task = current();
        Answer answer = answers.getOrDefault(task.name(), new ArrayDeque<>()).poll();
        return switch (answer) {
            case null -> throw unfit(task.name() + ": no answer is left for this invocation of " + function);
            case Answer.Return(Object value) when task.resource() == TaskState.Resource.INVOKE -> bytes(value);
            case Answer.Return given -> throw unfit(task.name()
                    + ": waits for a task token, expected TaskSuccess, TaskFailure, Timeout or Throw, found Return");
            case Answer.Throw(String error, String cause) -> throw new InvocationFailure.ServiceError(error, cause);
            case Answer.TaskSuccess(Object output) -> {
                String token = token(task, payload);
                time.run(() -> executions.succeedTask(token, output));
                yield bytes(null);
            }
            case Answer.TaskFailure(Optional<String> error, Optional<String> cause) -> {
                String token = token(task, payload);
                time.run(() -> executions.failTask(token, error, cause));
                yield bytes(null);
            }
            case Answer.Timeout timeout -> timeOut(task);
        };
    }

    /** A function without a token outlasts its task: time goes on while it runs, and its answer comes too late. */
    private byte[] timeOut(TaskState task) throws InvocationFailure {
        if (task.timeoutSeconds().isEmpty() && task.heartbeatSeconds().isEmpty()) {
            throw unfit(task.name() + ": cannot time out, it has neither TimeoutSeconds nor HeartbeatSeconds");
        }
        if (task.resource() == TaskState.Resource.INVOKE) {
            time.advance(Duration.between(time.now(), time.nextAlarm().orElseThrow()));
        }
        return bytes(null);
    }

    private String token(TaskState task, byte[] payload) throws InvocationFailure {
        if (task.resource() == TaskState.Resource.INVOKE) {
            throw unfit(task.name() + ": has no task token, expected Return, Timeout or Throw");
        }
        ExecutionSnapshot execution = executions.describe(arn);
        long attempt = history().stream().filter(event -> event.type().equals("TaskScheduled"))
                .mapToLong(HistoryEvent::id).max().orElseThrow();
        String token = execution.opening().key().token(execution.opening().id(), attempt);
        if (!new String(payload, StandardCharsets.UTF_8).contains(token)) {
            throw unfit(task.name() + ": the payload does not carry $states.context.Task.Token, "
                    + "so nobody could complete the task");
        }
        return token;
    }

    /** Notes what the case got wrong and ends the rehearsal. */
    private InvocationFailure unfit(String problem) {
        if (problems.isEmpty()) {
            time.run(() -> executions.stop(arn, Optional.empty(), Optional.empty()));
        }
        problems.add(problem);
        return new InvocationFailure.ServiceError("Rehearsal.Unfit", problem);
    }

    private void refuseMocksOfOtherStates() {
        for (String state : rehearsed.mocks().keySet()) {
            if (!(definition.states().get(state) instanceof TaskState)) {
                problems.add("mocks." + state + ": the definition has no Task state of that name");
            }
        }
    }

    private void compare(List<String> path, ExecutionSnapshot execution) {
        expect("path", rehearsed.path(), path);
        expect("status", rehearsed.status(), execution.status());
        rehearsed.output().ifPresent(output ->
                expect("output", Json.read(output), execution.output().map(Json::read).orElse(null)));
        rehearsed.error().ifPresent(error -> expect("error", error, execution.error().orElse(null)));
        answers.forEach((state, left) -> {
            if (!left.isEmpty()) {
                problems.add("mocks." + state + ": " + left.size() + " not used: " + left);
            }
        });
    }

    private void expect(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            problems.add(what + ": expected " + expected + ", found " + found + whyFailed());
        }
    }

    private String whyFailed() {
        ExecutionSnapshot execution = executions.describe(arn);
        return execution.error().map(error -> " (" + error + ": " + execution.cause().orElse("no cause") + ")")
                .orElse("");
    }

    private TaskState current() {
        String state = history().reversed().stream().filter(event -> event.type().endsWith("StateEntered"))
                .map(event -> (String) event.details().get("name")).findFirst().orElseThrow();
        return (TaskState) definition.state(state);
    }

    private List<HistoryEvent> history() {
        return executions.history(arn, 0, Integer.MAX_VALUE);
    }

    private static byte[] bytes(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }
}
