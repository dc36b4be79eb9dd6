package io.groundswell.local.stepfunctions.cases;

import io.groundswell.local.stepfunctions.execution.ExecutionStatus;
import io.groundswell.local.stepfunctions.json.InvalidJson;
import io.groundswell.local.stepfunctions.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads cases, refusing what it does not know by its path. */
final class CaseReader {

    private static final Set<String> CLOSED = Set.of("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED");

    private CaseReader() {
    }

    static PathCase read(String text) {
        Map<?, ?> fields = object("case", parsed(text), Set.of("name", "input", "mocks", "expect"),
                Set.of("name", "input", "expect"));
        Map<?, ?> expect = object("expect", fields.get("expect"), Set.of("path", "status", "output", "error"),
                Set.of("path", "status"));
        List<String> path = new ArrayList<>();
        for (Object state : list("expect.path", expect.get("path"))) {
            path.add(text("expect.path", state));
        }
        return new PathCase(text("name", fields.get("name")), Json.write(fields.get("input")),
                mocks(fields.containsKey("mocks") ? fields.get("mocks") : Map.of()), path,
                status(text("expect.status", expect.get("status"))),
                expect.containsKey("output") ? Optional.of(Json.write(expect.get("output"))) : Optional.empty(),
                expect.containsKey("error") ? Optional.of(text("expect.error", expect.get("error")))
                        : Optional.empty());
    }

    private static Object parsed(String text) {
        try {
            return Json.read(text);
        } catch (InvalidJson e) {
            throw new IllegalArgumentException("a case is JSON: " + e.getMessage(), e);
        }
    }

    private static Map<String, List<Answer>> mocks(Object value) {
        if (!(value instanceof Map<?, ?> states)) {
            throw wrong("mocks", "an object of state names", value);
        }
        Map<String, List<Answer>> mocks = new LinkedHashMap<>();
        states.forEach((state, answers) -> {
            List<Answer> read = new ArrayList<>();
            for (Object answer : list("mocks." + state, answers)) {
                read.add(answer("mocks." + state + "[" + read.size() + "]", answer));
            }
            mocks.put((String) state, read);
        });
        return mocks;
    }

    private static Answer answer(String path, Object value) {
        if (!(value instanceof Map<?, ?> answer) || answer.size() != 1) {
            throw wrong(path, "exactly one of Return, Throw, TaskSuccess, TaskFailure and Timeout", value);
        }
        String kind = (String) answer.keySet().iterator().next();
        Object content = answer.get(kind);
        String at = path + "." + kind;
        return switch (kind) {
            case "Return" -> new Answer.Return(content);
            case "Throw" -> thrown(at, object(at, content, Set.of("Error", "Cause"), Set.of("Error")));
            case "TaskSuccess" -> new Answer.TaskSuccess(content);
            case "TaskFailure" -> {
                Map<?, ?> failure = object(at, content, Set.of("Error", "Cause"), Set.of());
                yield new Answer.TaskFailure(optionalText(at + ".Error", failure.get("Error")),
                        optionalText(at + ".Cause", failure.get("Cause")));
            }
            case "Timeout" -> {
                if (!Boolean.TRUE.equals(content)) {
                    throw wrong(at, "true", content);
                }
                yield new Answer.Timeout();
            }
            default -> throw wrong(path, "one of Return, Throw, TaskSuccess, TaskFailure and Timeout", kind);
        };
    }

    private static Answer thrown(String path, Map<?, ?> fields) {
        String error = text(path + ".Error", fields.get("Error"));
        if (Set.of("States.Timeout", "States.HeartbeatTimeout").contains(error)) {
            throw new IllegalArgumentException(path + ".Error: a function cannot throw " + error
                    + ", answer with {\"Timeout\": true}");
        }
        return new Answer.Throw(error, optionalText(path + ".Cause", fields.get("Cause")).orElse(""));
    }

    private static ExecutionStatus status(String name) {
        if (!CLOSED.contains(name)) {
            throw wrong("expect.status", "one of SUCCEEDED, FAILED, TIMED_OUT and ABORTED", name);
        }
        return ExecutionStatus.valueOf(name);
    }

    private static Map<?, ?> object(String path, Object value, Set<String> known, Set<String> required) {
        if (!(value instanceof Map<?, ?> fields)) {
            throw wrong(path, "an object", value);
        }
        for (Object name : fields.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(path + ": unknown field '" + name + "', expected " + sorted(known));
            }
        }
        for (String name : sorted(required)) {
            if (!fields.containsKey(name)) {
                throw new IllegalArgumentException(path + ": the field '" + name + "' is missing");
            }
        }
        return fields;
    }

    private static List<?> list(String path, Object value) {
        if (value instanceof List<?> items && !items.isEmpty()) {
            return items;
        }
        throw wrong(path, "an array that is not empty", value);
    }

    private static String text(String path, Object value) {
        if (value instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw wrong(path, "a string", value);
    }

    private static Optional<String> optionalText(String path, Object value) {
        return value == null ? Optional.empty() : Optional.of(text(path, value));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private static IllegalArgumentException wrong(String path, String expected, Object found) {
        return new IllegalArgumentException(path + ": expected " + expected + ", found " + Json.write(found));
    }
}
