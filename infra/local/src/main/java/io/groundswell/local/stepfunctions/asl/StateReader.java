package io.groundswell.local.stepfunctions.asl;

import static io.groundswell.local.stepfunctions.asl.TemplateReader.ON_ENTRY;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one state, of any type but Task. */
final class StateReader {

    static final int MAX_SECONDS = 99_999_999;

    private final TemplateReader templates;
    private final TaskReader tasks;

    StateReader(TemplateReader templates) {
        this.templates = templates;
        this.tasks = new TaskReader(templates, this);
    }

    State read(String name, Object value) throws Finding {
        String path = "States." + name;
        if (name.isEmpty() || name.length() > 80) {
            throw new Finding(path, "expected a state name of 1 to 80 characters");
        }
        Fields fields = Fields.of(path, value);
        String type = fields.text("Type");
        fields.comment();
        queryLanguage(fields);
        State state = switch (type) {
            case "Task" -> tasks.read(name, fields);
            case "Choice" -> choice(name, fields);
            case "Wait" -> new WaitState(name, until(fields), dataflow(fields, "", ON_ENTRY), next(fields));
            case "Pass" -> new PassState(name, dataflow(fields, "", ON_ENTRY), next(fields));
            case "Succeed" -> new SucceedState(name, template(fields, "Output", ON_ENTRY));
            case "Fail" -> new FailState(name, textTemplate(fields, "Error"), textTemplate(fields, "Cause"));
            default -> throw new Finding(fields.path("Type"), "'" + type
                    + "' is not supported, expected Task, Choice, Wait, Pass, Succeed or Fail");
        };
        fields.refuseOthers();
        return state;
    }

    /** Refuses any query language but JSONata; a state may repeat it. */
    static void queryLanguage(Fields fields) throws Finding {
        Optional<String> language = fields.optionalText("QueryLanguage");
        if (language.isPresent() && !language.get().equals("JSONata")) {
            throw new Finding(fields.path("QueryLanguage"), "expected JSONata, found '" + language.get() + "'");
        }
    }

    Dataflow dataflow(Fields fields, String location, Set<String> states) throws Finding {
        Optional<Template> output = template(fields, "Output", states);
        return new Dataflow(location, output, templates.assignments(fields, states));
    }

    Optional<Template> template(Fields fields, String name, Set<String> states) throws Finding {
        return fields.has(name)
                ? Optional.of(templates.read(fields.take(name), fields.path(name), states)) : Optional.empty();
    }

    /** The next state, or nothing where {@code End} is true; exactly one of the two is there. */
    Optional<String> next(Fields fields) throws Finding {
        if (fields.has("Next") == fields.has("End")) {
            throw new Finding(fields.path(), "expected exactly one of Next and End");
        }
        if (fields.has("Next")) {
            return Optional.of(fields.text("Next"));
        }
        Object end = fields.take("End");
        if (!Boolean.TRUE.equals(end)) {
            throw new Finding(fields.path("End"), "expected true, found " + Fields.shown(end));
        }
        return Optional.empty();
    }

    /** A number of seconds, literal or an expression. */
    Optional<Template> seconds(Fields fields, String name, int min) throws Finding {
        if (fields.has(name) && fields.take(name) instanceof Integer number && number >= min && number <= MAX_SECONDS) {
            return Optional.of(new Template.Literal(number));
        }
        Optional<Template> template = template(fields, name, ON_ENTRY);
        if (template.isPresent() && !(template.get() instanceof Template.Query)) {
            throw new Finding(fields.path(name), "expected a whole number from " + min + " to " + MAX_SECONDS
                    + " or an expression, found " + Fields.shown(fields.take(name)));
        }
        return template;
    }

    private ChoiceState choice(String name, Fields fields) throws Finding {
        fields.required("Choices", "an array of rules");
        List<?> choices = fields.list("Choices");
        List<ChoiceState.Rule> rules = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            rules.add(rule(Fields.of(fields.path("Choices") + "[" + i + "]", choices.get(i)), i));
        }
        return new ChoiceState(name, rules, fields.optionalText("Default"), dataflow(fields, "", ON_ENTRY));
    }

    private ChoiceState.Rule rule(Fields fields, int index) throws Finding {
        fields.comment();
        Object condition = fields.required("Condition", "an expression that gives true or false");
        Template template = templates.read(condition, fields.path("Condition"), ON_ENTRY);
        if (!(condition instanceof Boolean) && !(template instanceof Template.Query)) {
            throw new Finding(fields.path("Condition"),
                    "expected true, false or an expression, found " + Fields.shown(condition));
        }
        String next = fields.text("Next");
        Dataflow dataflow = dataflow(fields, "Choices[" + index + "]/", ON_ENTRY);
        fields.refuseOthers();
        return new ChoiceState.Rule(template, next, dataflow);
    }

    private WaitState.Until until(Fields fields) throws Finding {
        if (fields.has("Seconds") == fields.has("Timestamp")) {
            throw new Finding(fields.path(), "expected exactly one of Seconds and Timestamp");
        }
        Optional<Template> seconds = seconds(fields, "Seconds", 0);
        if (seconds.isPresent()) {
            return new WaitState.Until.Seconds(seconds.get());
        }
        Object timestamp = fields.take("Timestamp");
        Template template = templates.read(timestamp, fields.path("Timestamp"), ON_ENTRY);
        if (!(template instanceof Template.Query)) {
            refuseUnlessTime(fields.path("Timestamp"), timestamp);
        }
        return new WaitState.Until.Timestamp(template);
    }

    private static void refuseUnlessTime(String path, Object value) throws Finding {
        try {
            OffsetDateTime.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new Finding(path, "expected a time such as 2026-01-31T08:00:00Z, found " + Fields.shown(value));
        }
    }

    private Optional<Template> textTemplate(Fields fields, String name) throws Finding {
        if (fields.has(name) && !(fields.take(name) instanceof String)) {
            throw new Finding(fields.path(name), "expected a string, found " + Fields.shown(fields.take(name)));
        }
        return template(fields, name, ON_ENTRY);
    }
}
