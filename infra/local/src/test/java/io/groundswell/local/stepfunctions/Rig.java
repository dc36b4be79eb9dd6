package io.groundswell.local.stepfunctions;

import io.groundswell.local.stepfunctions.api.Response;
import io.groundswell.local.stepfunctions.execution.InvocationFailure;
import io.groundswell.local.stepfunctions.execution.StatusChange;
import io.groundswell.local.stepfunctions.execution.VirtualTime;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One state machine named {@code flow} in virtual time, with functions of the test, spoken to over the wire format. */
public final class Rig implements AutoCloseable {

    public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    public static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:flow";
    public static final String EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:flow:";

    /** A function under test: JSON in, JSON out. */
    public interface Function {
        Object apply(Object payload) throws InvocationFailure;
    }

    public final VirtualTime time;
    public final Map<String, Function> functions = new LinkedHashMap<>();
    public final List<String> invoked = new ArrayList<>();
    public final List<StatusChange> changes = new ArrayList<>();
    private final StepFunctions service;

    public Rig(String definition) {
        this(definition, Settings.inMemory("eu-west-1", "123456789012"), new VirtualTime(START));
    }

    public Rig(String definition, Settings settings, VirtualTime time) {
        this.time = time;
        this.service = StepFunctions.open(settings,
                List.of(new MachineSource("flow", definition, "arn:aws:iam::123456789012:role/flow")),
                this::invoke, time, changes::add);
    }

    /** A definition of the given states, starting at the first. */
    public static String machine(String states) {
        String first = states.substring(states.indexOf('"') + 1);
        return "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"" + first.substring(0, first.indexOf('"'))
                + "\",\"States\":{" + states + "}}";
    }

    private byte[] invoke(String function, byte[] payload) throws InvocationFailure {
        String text = new String(payload, StandardCharsets.UTF_8);
        invoked.add(function + " " + text);
        return Json.write(functions.get(function).apply(Json.read(text))).getBytes(StandardCharsets.UTF_8);
    }

    /** An answer with its status as a member of that name. */
    public Map<?, ?> call(String operation, Map<String, ?> members) {
        Response response = service.handle("AWSStepFunctions." + operation,
                Json.write(members).getBytes(StandardCharsets.UTF_8));
        Map<Object, Object> answer = new LinkedHashMap<>(
                (Map<?, ?>) Json.read(new String(response.body(), StandardCharsets.UTF_8)));
        answer.put("http", response.status());
        return answer;
    }

    public Response raw(String target, String body) {
        return service.handle(target, body.getBytes(StandardCharsets.UTF_8));
    }

    public Map<?, ?> begin(String name, String input) {
        return call("StartExecution", Map.of("stateMachineArn", MACHINE, "name", name, "input", input));
    }

    /** Starts {@code run}, lets happen what can happen without time, and describes it. */
    public Map<?, ?> run(String input) {
        begin("run", input);
        time.settle();
        return describe();
    }

    public Map<?, ?> describe() {
        return call("DescribeExecution", Map.of("executionArn", EXECUTION + "run"));
    }

    public List<Map<?, ?>> events() {
        List<Map<?, ?>> events = new ArrayList<>();
        Map<?, ?> answer = call("GetExecutionHistory", Map.of("executionArn", EXECUTION + "run", "maxResults", 1000));
        ((List<?>) answer.get("events")).forEach(event -> events.add((Map<?, ?>) event));
        return events;
    }

    public List<String> eventTypes() {
        return events().stream().map(event -> (String) event.get("type")).toList();
    }

    /** The details of the last event of a type. */
    public Map<?, ?> details(String type) {
        Map<?, ?> event = events().stream().filter(found -> found.get("type").equals(type))
                .reduce((first, second) -> second).orElseThrow();
        return (Map<?, ?>) event.get(event.keySet().stream().filter(name -> ((String) name).endsWith("Details"))
                .findFirst().orElseThrow());
    }

    public void resume() {
        service.resume();
        time.settle();
    }

    @Override
    public void close() {
        service.close();
    }
}
