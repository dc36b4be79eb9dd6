package io.groundswell.local.stepfunctions.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Task: one Lambda invocation, ended by its response or, with a task token, by a later call.
 *
 * @param next empty if the state ends the execution
 */
public record TaskState(String name, Resource resource, Template arguments, Dataflow dataflow,
        Optional<Template> timeoutSeconds, Optional<Template> heartbeatSeconds,
        List<Retrier> retriers, List<Catcher> catchers, Optional<String> next) implements State {

    /** The two Lambda integrations. */
    public enum Resource {
        INVOKE("invoke"),
        INVOKE_AND_WAIT("invoke.waitForTaskToken");

        private final String resource;

        Resource(String resource) {
            this.resource = resource;
        }

        /** The resource as history events name it. */
        public String resource() {
            return resource;
        }
    }

    public TaskState {
        retriers = List.copyOf(retriers);
        catchers = List.copyOf(catchers);
    }

    @Override
    public String type() {
        return "Task";
    }

    @Override
    public List<String> successors() {
        List<String> all = new ArrayList<>();
        next.ifPresent(all::add);
        catchers.forEach(catcher -> all.add(catcher.next()));
        return all;
    }

    /** Why evaluated arguments cannot be carried out: only the function's name and its payload are passed on. */
    public static Optional<String> refusal(Object arguments) {
        if (!(arguments instanceof Map<?, ?> members) || !(members.get("FunctionName") instanceof String)) {
            return Optional.of("The field 'Arguments' needs an object with a string 'FunctionName'");
        }
        return members.keySet().stream().filter(name -> !name.equals("FunctionName") && !name.equals("Payload"))
                .findFirst().map(name -> "The field '" + name + "' is not supported by Step Functions");
    }
}
