package io.groundswell.local;

import io.groundswell.local.events.CustomResources;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.template.Bucket;
import io.groundswell.local.template.CustomResource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.HttpApi;
import io.groundswell.local.template.ManagedPolicy;
import io.groundswell.local.template.NotRun;
import io.groundswell.local.template.SigningKey;
import io.groundswell.local.template.Stack;
import io.groundswell.local.template.StateMachine;
import io.groundswell.local.template.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes the stack's resources in order of dependency, and says what the finished ones are. */
final class StackMaker {

    /** What was made and is still to be connected. */
    record Made(List<Function> functions, List<HttpApi> apis, List<ManagedPolicy> policies) {

        Made {
            functions = List.copyOf(functions);
            apis = List.copyOf(apis);
            policies = List.copyOf(policies);
        }
    }

    private final Stack stack;
    private final Storage storage;
    private final FunctionInvoker invoker;
    private final FunctionRoles roles;
    private final CustomResources customResources;
    private final List<Function> functions = new ArrayList<>();
    private final List<HttpApi> apis = new ArrayList<>();
    private final List<ManagedPolicy> policies = new ArrayList<>();

    StackMaker(Stack stack, Storage storage, FunctionInvoker invoker, FunctionRoles roles,
            CustomResources customResources) {
        this.stack = stack;
        this.storage = storage;
        this.invoker = invoker;
        this.roles = roles;
        this.customResources = customResources;
    }

    /**
     * Makes all of it.
     *
     * @throws StartRefused naming the resource that could not be made
     */
    Made make() {
        for (String logicalId : stack.order()) {
            try {
                stack.provide(logicalId, made(logicalId));
            } catch (IllegalArgumentException | IllegalStateException | SdkException e) {
                throw new StartRefused("Resources." + logicalId + ": " + e.getMessage(), e);
            }
        }
        return new Made(functions, apis, policies);
    }

    /** Makes one resource and returns the attributes that only now are known. */
    private Map<String, String> made(String logicalId) {
        return switch (stack.resource(logicalId)) {
            case Table table -> storage.make(table);
            case Bucket bucket -> storage.make(bucket);
            case SigningKey key -> storage.make(key);
            case CustomResource custom ->
                    customResources.provide(logicalId, custom.type(), custom.serviceToken(), custom.properties());
            case Function function -> {
                invoker.register(roles.assumed(function, StackPlan.configuration(function, stack.identity())));
                functions.add(function);
                yield Map.of();
            }
            case HttpApi api -> {
                apis.add(api);
                yield Map.of();
            }
            case ManagedPolicy policy -> {
                policies.add(policy);
                yield Map.of();
            }
            case StateMachine machine -> Map.of();
            case NotRun notRun -> Map.of();
        };
    }
}
