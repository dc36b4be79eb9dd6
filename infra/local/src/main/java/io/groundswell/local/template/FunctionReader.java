package io.groundswell.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code AWS::Serverless::Function} and its events. */
final class FunctionReader {

    private static final int LAMBDA_RETRIES_UNBOUNDED = -1;

    private FunctionReader() {
    }

    static Function read(String logicalId, Section properties, StackIdentity stack, Path folder) {
        Function function = new Function(
                logicalId,
                stack.physicalName(logicalId),
                properties.text("AutoPublishAlias"),
                properties.text("Handler"),
                environment(properties),
                Duration.ofSeconds(properties.integer("Timeout", 1, 900, 3)),
                properties.integer("MemorySize", 128, 10_240, 128),
                events(properties),
                folder.resolve(properties.text("CodeUri")).normalize(),
                policies(properties));
        properties.end();
        return function;
    }

    private static Map<String, String> environment(Section properties) {
        Map<String, String> variables = new LinkedHashMap<>();
        properties.optionalSection("Environment").ifPresent(environment -> {
            Section names = environment.section("Variables");
            names.all().forEach((name, value) -> variables.put(name, Section.scalar(value, names.path() + "." + name)));
            environment.end();
        });
        return variables;
    }

    /** The role's own statements; the names of managed policies and SAM's policy templates are not known here. */
    private static List<Map<String, Object>> policies(Section properties) {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Section policy : properties.sections("Policies")) {
            if (!policy.has("Statement")) {
                throw new TemplateRefused(policy.path(), "only policy documents are implemented locally");
            }
            documents.add(policy.all());
        }
        return documents;
    }

    private static List<EventSource> events(Section properties) {
        List<EventSource> events = new ArrayList<>();
        properties.optionalSection("Events").ifPresent(section -> section.all().forEach((name, node) -> {
            Section event = Section.of(node, section.path() + "." + name);
            String type = event.text("Type");
            Section settings = Section.of(event.tree("Properties"), event.path() + ".Properties");
            events.add(switch (type) {
                case "HttpApi" -> route(name, settings);
                case "DynamoDB" -> stream(name, settings);
                case "ScheduleV2" -> new EventSource.Schedule(name, settings.text("ScheduleExpression"));
                case "EventBridgeRule" -> new EventSource.Rule(name, settings.mapping("Pattern"));
                default -> throw new TemplateRefused(
                        event.path() + ".Type", "the event type " + type + " is not implemented locally");
            });
            settings.end();
            event.end();
        }));
        return events;
    }

    private static EventSource route(String name, Section settings) {
        String method = settings.oneOf("Method", "GET", "POST", "PUT", "PATCH", "DELETE");
        Optional<Section> auth = settings.optionalSection("Auth");
        Optional<Boolean> iam = auth.map(section -> section.oneOf("Authorizer", "NONE", "AWS_IAM").equals("AWS_IAM"));
        auth.ifPresent(Section::end);
        return new EventSource.Route(name, settings.text("ApiId"), method, settings.text("Path"), iam);
    }

    private static EventSource stream(String name, Section settings) {
        List<String> responseTypes = settings.texts("FunctionResponseTypes");
        responseTypes.stream().filter(type -> !type.equals("ReportBatchItemFailures")).findFirst().ifPresent(type -> {
            throw new TemplateRefused(settings.path() + ".FunctionResponseTypes", type + " is not implemented locally");
        });
        int retries = settings.integer("MaximumRetryAttempts", LAMBDA_RETRIES_UNBOUNDED, 10_000, LAMBDA_RETRIES_UNBOUNDED);
        return new EventSource.TableStream(
                name,
                settings.text("Stream"),
                settings.oneOf("StartingPosition", "TRIM_HORIZON", "LATEST"),
                settings.integer("BatchSize", 1, 10_000, 100),
                settings.flag("BisectBatchOnFunctionError", false),
                retries == LAMBDA_RETRIES_UNBOUNDED ? Integer.MAX_VALUE : retries,
                !responseTypes.isEmpty(),
                filters(settings),
                failureDestination(settings));
    }

    private static List<String> filters(Section settings) {
        List<String> patterns = new ArrayList<>();
        settings.optionalSection("FilterCriteria").ifPresent(criteria -> {
            criteria.sections("Filters").forEach(filter -> {
                patterns.add(filter.text("Pattern"));
                filter.end();
            });
            criteria.end();
        });
        return patterns;
    }

    private static Optional<String> failureDestination(Section settings) {
        return settings.optionalSection("DestinationConfig").map(config -> {
            Section onFailure = config.section("OnFailure");
            String destination = onFailure.text("Destination");
            if (!destination.startsWith("arn:aws:s3:::")) {
                throw new TemplateRefused(
                        onFailure.path() + ".Destination", "only an S3 bucket is implemented locally, found " + destination);
            }
            onFailure.end();
            config.end();
            return destination;
        });
    }
}
