package io.groundswell.local.stepfunctions.asl;

import static io.groundswell.local.stepfunctions.asl.TemplateReader.ON_ENTRY;
import static io.groundswell.local.stepfunctions.asl.TemplateReader.ON_ERROR;
import static io.groundswell.local.stepfunctions.asl.TemplateReader.ON_RESULT;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Task state with its retriers and catchers. */
final class TaskReader {

    private static final Pattern RESOURCE =
            Pattern.compile("arn:aws[a-z-]*:states:::lambda:(invoke|invoke\\.waitForTaskToken)");

    private final TemplateReader templates;
    private final StateReader states;

    TaskReader(TemplateReader templates, StateReader states) {
        this.templates = templates;
        this.states = states;
    }

    TaskState read(String name, Fields fields) throws Finding {
        TaskState.Resource resource = resource(fields);
        Template arguments = arguments(fields);
        Dataflow dataflow = states.dataflow(fields, "", ON_RESULT);
        Optional<Template> timeout = states.seconds(fields, "TimeoutSeconds", 1);
        Optional<Template> heartbeat = states.seconds(fields, "HeartbeatSeconds", 1);
        refuseLateHeartbeat(fields, timeout, heartbeat);
        List<Retrier> retriers = retriers(fields);
        List<Catcher> catchers = catchers(fields);
        return new TaskState(name, resource, arguments, dataflow, timeout, heartbeat, retriers, catchers,
                states.next(fields));
    }

    private static TaskState.Resource resource(Fields fields) throws Finding {
        String resource = fields.text("Resource");
        Matcher matcher = RESOURCE.matcher(resource);
        if (!matcher.matches()) {
            throw new Finding(fields.path("Resource"), "'" + resource + "' is not supported, expected "
                    + "arn:aws:states:::lambda:invoke or arn:aws:states:::lambda:invoke.waitForTaskToken");
        }
        return matcher.group(1).equals("invoke")
                ? TaskState.Resource.INVOKE : TaskState.Resource.INVOKE_AND_WAIT;
    }

    private Template arguments(Fields fields) throws Finding {
        Object value = fields.required("Arguments", "an object with FunctionName and Payload");
        Template template = templates.read(value, fields.path("Arguments"), ON_ENTRY);
        if (template instanceof Template.Query) {
            return template;
        }
        Fields arguments = Fields.of(fields.path("Arguments"), value);
        arguments.text("FunctionName");
        arguments.take("Payload");
        arguments.refuseOthers();
        return template;
    }

    private static void refuseLateHeartbeat(Fields fields, Optional<Template> timeout, Optional<Template> heartbeat)
            throws Finding {
        if (timeout.orElse(null) instanceof Template.Literal(Integer limit)
                && heartbeat.orElse(null) instanceof Template.Literal(Integer beat) && beat >= limit) {
            throw new Finding(fields.path("HeartbeatSeconds"),
                    "expected less than TimeoutSeconds (" + limit + "), found " + beat);
        }
    }

    private static List<Retrier> retriers(Fields fields) throws Finding {
        if (!fields.has("Retry")) {
            return List.of();
        }
        List<?> values = fields.list("Retry");
        List<Retrier> retriers = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Fields retry = Fields.of(fields.path("Retry") + "[" + i + "]", values.get(i));
            retriers.add(retrier(retry, i == values.size() - 1));
        }
        return retriers;
    }

    private static Retrier retrier(Fields fields, boolean last) throws Finding {
        fields.comment();
        List<String> errors = errorEquals(fields, last);
        int interval = fields.wholeNumber("IntervalSeconds", 1, 1, StateReader.MAX_SECONDS);
        int attempts = fields.wholeNumber("MaxAttempts", 3, 0, StateReader.MAX_SECONDS);
        OptionalInt maxDelay = OptionalInt.empty();
        if (fields.has("MaxDelaySeconds")) {
            int most = Retrier.LONGEST_DELAY_SECONDS - 1;
            maxDelay = OptionalInt.of(fields.wholeNumber("MaxDelaySeconds", most, interval + 1, most));
        }
        Retrier retrier = new Retrier(errors, interval, attempts, backoffRate(fields), maxDelay, fullJitter(fields));
        fields.refuseOthers();
        return retrier;
    }

    private static double backoffRate(Fields fields) throws Finding {
        if (!fields.has("BackoffRate")) {
            return 2.0;
        }
        Object value = fields.take("BackoffRate");
        if (value instanceof Number rate && rate.doubleValue() >= 1 && Double.isFinite(rate.doubleValue())) {
            return rate.doubleValue();
        }
        throw new Finding(fields.path("BackoffRate"), "expected a number of at least 1, found " + Fields.shown(value));
    }

    private static boolean fullJitter(Fields fields) throws Finding {
        String strategy = fields.optionalText("JitterStrategy").orElse("NONE");
        return switch (strategy) {
            case "FULL" -> true;
            case "NONE" -> false;
            default -> throw new Finding(fields.path("JitterStrategy"),
                    "expected FULL or NONE, found '" + strategy + "'");
        };
    }

    private List<Catcher> catchers(Fields fields) throws Finding {
        if (!fields.has("Catch")) {
            return List.of();
        }
        List<?> values = fields.list("Catch");
        List<Catcher> catchers = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Fields rule = Fields.of(fields.path("Catch") + "[" + i + "]", values.get(i));
            rule.comment();
            List<String> errors = errorEquals(rule, i == values.size() - 1);
            Dataflow dataflow = states.dataflow(rule, "Catch[" + i + "]/", ON_ERROR);
            catchers.add(new Catcher(errors, rule.text("Next"), dataflow));
            rule.refuseOthers();
        }
        return catchers;
    }

    private static List<String> errorEquals(Fields fields, boolean last) throws Finding {
        fields.required("ErrorEquals", "an array of error names");
        List<String> names = new ArrayList<>();
        for (Object value : fields.list("ErrorEquals")) {
            if (!(value instanceof String name) || name.isEmpty()) {
                throw new Finding(fields.path("ErrorEquals"), "expected error names, found " + Fields.shown(value));
            }
            names.add(name);
        }
        if (names.contains("States.ALL") && (names.size() > 1 || !last)) {
            throw new Finding(fields.path("ErrorEquals"), "States.ALL stands alone and in the last entry");
        }
        return names;
    }
}
