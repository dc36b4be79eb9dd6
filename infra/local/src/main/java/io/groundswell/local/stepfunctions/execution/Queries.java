package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.asl.Template;
import io.groundswell.local.stepfunctions.json.Json;
import io.groundswell.local.stepfunctions.jsonata.Bindings;
import io.groundswell.local.stepfunctions.jsonata.QueryFailure;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Evaluates the fields of a state: builds {@code $states}, records a failed evaluation, keeps values in bounds. */
final class Queries {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Opening opening;
    private final Limits limits;

    Queries(Opening opening, Limits limits) {
        this.opening = opening;
        this.limits = limits;
    }

    /** What the current state's expressions see; a token only where a Task hands it out. */
    Bindings bindings(Progress.Running at, Instant now, Optional<String> token) {
        Map<String, Object> execution = Json.object("Id", opening.arn(), "Input", Json.read(opening.input()),
                "Name", opening.name(), "RoleArn", opening.roleArn(),
                "StartTime", TIME.format(opening.startedAt()), "RedriveCount", 0);
        Map<String, Object> context = Json.object("Execution", execution,
                "State", Json.object("Name", at.state(), "EnteredTime", TIME.format(at.enteredAt()),
                        "RetryCount", at.retryCount()),
                "StateMachine", Json.object("Id", opening.machineArn(), "Name", opening.machineName()));
        token.ifPresent(text -> context.put("Task", Map.of("Token", text)));
        return new Bindings(Json.object("input", at.input(), "context", context), at.variables(), now);
    }

    Object resolve(Draft draft, Progress.Running at, Template template, Bindings bindings, String location)
            throws StateProblem {
        try {
            return template.resolve(bindings, location);
        } catch (QueryFailure e) {
            throw failed(draft, at, e.location(), e.getMessage());
        }
    }

    /** A whole number of seconds in the given range. */
    int seconds(Draft draft, Progress.Running at, Template template, Bindings bindings, String location, int min)
            throws StateProblem {
        Object value = resolve(draft, at, template, bindings, location);
        if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= min && number.doubleValue() <= 99_999_999) {
            return number.intValue();
        }
        throw failed(draft, at, location, "The field '" + location + "' evaluated to " + Json.write(value)
                + ", expected a whole number from " + min + " to 99999999");
    }

    /** Records that an expression failed, and gives the problem to raise. */
    StateProblem failed(Draft draft, Progress.Running at, String location, String message) {
        StateFailure failure = StateFailure.of(StateFailure.QUERY, cause(at, message));
        Map<String, Object> details = new LinkedHashMap<>(failure.eventDetails());
        details.put("location", location);
        details.put("state", at.state());
        draft.add("EvaluationFailed", details);
        return new StateProblem(failure);
    }

    /** The JSON text of a value, if a payload may be that large. */
    String bounded(Progress.Running at, Object value, String what) throws StateProblem {
        String text = Json.write(value);
        if (Json.size(text) > limits.payloadBytes()) {
            throw new StateProblem(StateFailure.of(StateFailure.DATA_LIMIT, cause(at, "The state/task '" + at.state()
                    + "' has " + what + " with a size exceeding the maximum number of bytes service limit ("
                    + Json.size(text) + " of " + limits.payloadBytes() + ").")));
        }
        return text;
    }

    StateProblem runtime(Progress.Running at, String message) {
        return new StateProblem(StateFailure.of(StateFailure.RUNTIME, cause(at, message)));
    }

    private static String cause(Progress.Running at, String message) {
        return "An error occurred while executing the state '" + at.state() + "' (entered at the event id #"
                + at.enteredEventId() + "). " + message;
    }
}
