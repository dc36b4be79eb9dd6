package io.groundswell.local.eventcases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.iam.Account;
import io.groundswell.local.template.CustomResource;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.Resource;
import io.groundswell.local.template.Stack;
import io.groundswell.local.template.StackIdentity;
import io.groundswell.local.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What invokes the stack's functions: the template's events, the state machine's tasks, the custom resource. */
final class Triggers {

    static final Path TEMPLATE = Path.of("../template.yaml");
    private static final Path MACHINE = Path.of("../../statemachines/rollout.asl.json");
    private static final List<String> RESOURCE_REQUESTS = List.of("create", "update", "delete");
    private static final Map<String, String> DOMAIN = Map.of("DeviceDomainName", "devices.example.com",
            "DeviceCertificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/example");

    private Triggers() {
    }

    static List<Function> functions() {
        return resources().stream().filter(Function.class::isInstance).map(Function.class::cast).toList();
    }

    /** The name of the payload that every trigger must have, {@code <function>/<trigger in kebab case>}. */
    static SortedSet<String> payloads() {
        SortedSet<String> names = new TreeSet<>();
        functions().forEach(function -> function.events()
                .forEach(event -> names.add(function.logicalId() + "/" + kebab(name(event)))));
        tasks().forEach(task -> names.add("WorkflowTasks/" + kebab(task)));
        resources().stream().filter(CustomResource.class::isInstance)
                .forEach(custom -> RESOURCE_REQUESTS.forEach(request -> names.add("Bootstrap/" + request)));
        return names;
    }

    /** The route that a payload of this name is sent to, by payload; only for triggers that are routes. */
    static SortedMap<String, String> routes() {
        SortedMap<String, String> routes = new TreeMap<>();
        functions().forEach(function -> function.events().stream()
                .filter(EventSource.Route.class::isInstance).map(EventSource.Route.class::cast)
                .forEach(route -> routes.put(function.logicalId() + "/" + kebab(route.name()), route.key())));
        return routes;
    }

    /** The tasks that the state machine gives to WorkflowTasks. */
    static List<String> tasks() {
        try {
            JsonNode machine = new ObjectMapper().readTree(Files.readString(MACHINE));
            List<String> tasks = new ArrayList<>();
            machine.path("States").forEach(state -> {
                JsonNode task = state.path("Arguments").path("Payload").path("task");
                if (task.isTextual()) {
                    tasks.add(task.textValue());
                }
            });
            return tasks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Resource> resources() {
        StackIdentity identity = new StackIdentity("groundswell", new Account("us-east-1", "123456789012"));
        return new Stack(Template.load(TEMPLATE, DOMAIN), identity).check();
    }

    private static String name(EventSource event) {
        return switch (event) {
            case EventSource.Route route -> route.name();
            case EventSource.Rule rule -> rule.name();
            case EventSource.Schedule schedule -> schedule.name();
            case EventSource.TableStream stream -> stream.name();
        };
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
