package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A step as one line of JSON, and back.
 *
 * <p>The first line also holds the opening. Where the execution stands is in every step's line, so the last of them is
 * enough to go on; the history is all lines' events. Between steps stand the statuses that were told to the listener.
 */
final class JournalFormat {

    private static final String TOLD = "told";

    /** An execution as its journal tells it. */
    record Story(Opening opening, List<HistoryEvent> events, Progress progress, Set<ExecutionStatus> told) {
    }

    private JournalFormat() {
    }

    static String first(Opening opening, Step step) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("opening", opening(opening));
        line.putAll(step(step));
        return Json.write(line);
    }

    static String next(Step step) {
        return Json.write(step(step));
    }

    static String told(ExecutionStatus status) {
        return Json.write(Map.of(TOLD, status.name()));
    }

    static Story read(List<String> lines) {
        List<HistoryEvent> events = new ArrayList<>();
        Set<ExecutionStatus> told = EnumSet.noneOf(ExecutionStatus.class);
        Fields first = new Fields((Map<?, ?>) Json.read(lines.getFirst()));
        Fields last = first;
        for (String text : lines) {
            Fields line = new Fields((Map<?, ?>) Json.read(text));
            if (line.has(TOLD)) {
                told.add(ExecutionStatus.valueOf(line.text(TOLD)));
            } else {
                line.list("events").forEach(event -> events.add(event(new Fields((Map<?, ?>) event))));
                last = line;
            }
        }
        return new Story(opening(first.object("opening")), events, progress(last.object("progress")), told);
    }

    private static Map<String, Object> step(Step step) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("events", step.events().stream().map(JournalFormat::event).toList());
        line.put("progress", switch (step.progress()) {
            case Progress.Running running -> running(running);
            case Progress.Closed closed -> closed(closed);
        });
        return line;
    }

    private static Map<String, Object> opening(Opening opening) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", opening.id().toString());
        fields.put("key", opening.key().encode());
        fields.put("name", opening.name());
        fields.put("input", opening.input());
        fields.put("startedAt", opening.startedAt().toString());
        fields.put("machineName", opening.machineName());
        fields.put("machineArn", opening.machineArn());
        fields.put("roleArn", opening.roleArn());
        fields.put("definition", opening.definition());
        return fields;
    }

    private static Opening opening(Fields fields) {
        return new Opening(UUID.fromString(fields.text("id")), TokenKey.decode(fields.text("key")),
                fields.text("name"), fields.text("input"), fields.time("startedAt"), fields.text("machineName"),
                fields.text("machineArn"), fields.text("roleArn"), fields.text("definition"));
    }

    private static Map<String, Object> event(HistoryEvent event) {
        return Json.object("id", event.id(), "previous", event.previousEventId(), "at", event.at().toString(),
                "type", event.type(), "details", event.details());
    }

    private static HistoryEvent event(Fields fields) {
        return new HistoryEvent(fields.number("id"), fields.number("previous"), fields.time("at"),
                fields.text("type"), fields.members("details"));
    }

    private static Map<String, Object> running(Progress.Running running) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("state", running.state());
        fields.put("enteredEventId", running.enteredEventId());
        fields.put("enteredAt", running.enteredAt().toString());
        fields.put("input", running.input());
        fields.put("variables", running.variables());
        fields.put("retries", running.retries());
        fields.put("retryCount", running.retryCount());
        fields.put("lastEventId", running.lastEventId());
        fields.put("activity", activity(running.activity()));
        return fields;
    }

    private static Map<String, Object> closed(Progress.Closed closed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", closed.status().name());
        fields.put("stoppedAt", closed.stoppedAt().toString());
        closed.output().ifPresent(text -> fields.put("output", text));
        closed.error().ifPresent(text -> fields.put("error", text));
        closed.cause().ifPresent(text -> fields.put("cause", text));
        return fields;
    }

    private static Progress progress(Fields fields) {
        if (fields.has("status")) {
            return new Progress.Closed(ExecutionStatus.valueOf(fields.text("status")), fields.time("stoppedAt"),
                    fields.optionalText("output"), fields.optionalText("error"), fields.optionalText("cause"));
        }
        List<Integer> retries = fields.list("retries").stream().map(count -> ((Number) count).intValue()).toList();
        return new Progress.Running(fields.text("state"), fields.number("enteredEventId"), fields.time("enteredAt"),
                fields.value("input"), fields.members("variables"), retries, (int) fields.number("retryCount"),
                fields.number("lastEventId"), activity(fields.object("activity")));
    }

    private static Map<String, Object> activity(Activity activity) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", activity.getClass().getSimpleName());
        switch (activity) {
            case Activity.Starting starting -> { }
            case Activity.Invoking(String function, String payload, Activity.Attempt attempt) -> {
                fields.put("function", function);
                fields.put("payload", payload);
                putAttempt(fields, attempt);
            }
            case Activity.AwaitingToken(Activity.Attempt attempt) -> putAttempt(fields, attempt);
            case Activity.BackingOff(Instant until) -> fields.put("until", until.toString());
            case Activity.Sleeping(Instant until) -> fields.put("until", until.toString());
        }
        return fields;
    }

    private static Activity activity(Fields fields) {
        return switch (fields.text("type")) {
            case "Starting" -> new Activity.Starting();
            case "Invoking" -> new Activity.Invoking(fields.text("function"), fields.text("payload"), attempt(fields));
            case "AwaitingToken" -> new Activity.AwaitingToken(attempt(fields));
            case "BackingOff" -> new Activity.BackingOff(fields.time("until"));
            case "Sleeping" -> new Activity.Sleeping(fields.time("until"));
            default -> throw new IllegalArgumentException("unknown activity " + fields.text("type"));
        };
    }

    private static void putAttempt(Map<String, Object> fields, Activity.Attempt attempt) {
        fields.put("scheduledEventId", attempt.scheduledEventId());
        attempt.deadline().ifPresent(time -> fields.put("deadline", time.toString()));
        attempt.heartbeat().ifPresent(gap -> fields.put("heartbeat", gap.toString()));
        attempt.heartbeatDeadline().ifPresent(time -> fields.put("heartbeatDeadline", time.toString()));
    }

    private static Activity.Attempt attempt(Fields fields) {
        return new Activity.Attempt(fields.number("scheduledEventId"), fields.optionalTime("deadline"),
                fields.optionalText("heartbeat").map(Duration::parse), fields.optionalTime("heartbeatDeadline"));
    }

    /** The members of one JSON object of a journal that this engine wrote. */
    private record Fields(Map<?, ?> values) {

        boolean has(String name) {
            return values.containsKey(name);
        }

        Object value(String name) {
            if (!has(name)) {
                throw new IllegalArgumentException("a journal entry without " + name);
            }
            return values.get(name);
        }

        String text(String name) {
            return (String) value(name);
        }

        long number(String name) {
            return ((Number) value(name)).longValue();
        }

        Instant time(String name) {
            return Instant.parse(text(name));
        }

        Optional<String> optionalText(String name) {
            return has(name) ? Optional.of(text(name)) : Optional.empty();
        }

        Optional<Instant> optionalTime(String name) {
            return optionalText(name).map(Instant::parse);
        }

        List<?> list(String name) {
            return (List<?>) value(name);
        }

        Fields object(String name) {
            return new Fields((Map<?, ?>) value(name));
        }

        Map<String, Object> members(String name) {
            Map<String, Object> members = new LinkedHashMap<>();
            ((Map<?, ?>) value(name)).forEach((key, member) -> members.put((String) key, member));
            return members;
        }
    }
}
