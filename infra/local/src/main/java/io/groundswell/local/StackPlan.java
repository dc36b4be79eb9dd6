package io.groundswell.local;

import io.groundswell.local.events.EventPattern;
import io.groundswell.local.events.Rate;
import io.groundswell.local.http.PathPattern;
import io.groundswell.local.iam.PolicyDocument;
import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.FunctionRefused;
import io.groundswell.local.stepfunctions.MachineSource;
import io.groundswell.local.template.Bucket;
import io.groundswell.local.template.CustomResource;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.HttpApi;
import io.groundswell.local.template.ManagedPolicy;
import io.groundswell.local.template.NotRun;
import io.groundswell.local.template.Resource;
import io.groundswell.local.template.SigningKey;
import io.groundswell.local.template.Stack;
import io.groundswell.local.template.StackIdentity;
import io.groundswell.local.template.StateMachine;
import io.groundswell.local.template.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything in a stack that can be wrong, looked at before anything is made: handlers, routes, filters, schedules,
 * policies and state machines.
 */
final class StackPlan {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final StackIdentity identity;
    private final List<Resource> resources;
    private final List<MachineSource> machines = new ArrayList<>();

    private StackPlan(StackIdentity identity, List<Resource> resources) {
        this.identity = identity;
        this.resources = resources;
    }

    /**
     * Looks at the whole stack.
     *
     * @throws StartRefused naming the resource and what is wrong with it
     */
    static StackPlan of(Stack stack, FunctionInvoker functions) {
        StackPlan plan = new StackPlan(stack.identity(), stack.check());
        plan.resources.forEach(resource -> plan.check(resource, functions));
        RoutePlan.check(plan.all(HttpApi.class), plan.all(Function.class));
        return plan;
    }

    /** The state machines with their definitions' placeholders filled. */
    List<MachineSource> machines() {
        return List.copyOf(machines);
    }

    static FunctionConfiguration configuration(Function function, StackIdentity identity) {
        String arn = identity.arn("lambda", "function:" + function.name() + ":" + function.alias());
        return new FunctionConfiguration(function.name(), arn, function.handler(), function.environment(), function.timeout(),
                function.memoryMegabytes(), identity.region(), function.code());
    }

    private void check(Resource resource, FunctionInvoker functions) {
        try {
            switch (resource) {
                case Function function -> {
                    functions.verify(configuration(function, identity));
                    function.policies().forEach(PolicyDocument::of);
                    function.events().forEach(StackPlan::check);
                }
                case StateMachine machine -> machines.add(source(machine));
                case ManagedPolicy policy -> PolicyDocument.of(policy.document());
                case Bucket ignored -> { }
                case CustomResource ignored -> { }
                case HttpApi ignored -> { }
                case NotRun ignored -> { }
                case SigningKey ignored -> { }
                case Table ignored -> { }
            }
        } catch (IllegalArgumentException | FunctionRefused e) {
            throw new StartRefused("Resources." + resource.logicalId() + ": " + e.getMessage(), e);
        }
    }

    private static void check(EventSource event) {
        switch (event) {
            case EventSource.Route route -> PathPattern.parse(route.path());
            case EventSource.Schedule schedule -> Rate.parse(schedule.expression());
            case EventSource.Rule rule -> EventPattern.of(rule.pattern());
            case EventSource.TableStream stream -> stream.filters().forEach(EventPattern::parse);
        }
    }

    private MachineSource source(StateMachine machine) {
        String text;
        try {
            text = Files.readString(machine.definition());
        } catch (IOException e) {
            throw new StartRefused(
                    "Resources." + machine.logicalId() + ": the definition " + machine.definition() + " cannot be read", e);
        }
        return new MachineSource(machine.name(), filled(text, machine.substitutions()),
                identity.account().globalArn("iam", "role/" + machine.name()));
    }

    private static String filled(String definition, Map<String, String> substitutions) {
        return PLACEHOLDER.matcher(definition).replaceAll(match -> {
            String value = substitutions.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "DefinitionSubstitutions has no " + match.group(1) + ", which the definition names");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private <T extends Resource> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
