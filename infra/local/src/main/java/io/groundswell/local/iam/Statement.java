package io.groundswell.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One statement of a policy.
 *
 * @param exceptActions the actions are those it does not apply to ({@code NotAction})
 * @param exceptResources the resources are those it does not apply to ({@code NotResource})
 */
record Statement(boolean allow, List<String> actions, boolean exceptActions, List<String> resources, boolean exceptResources, List<Condition> conditions) {

    private static final Set<String> KNOWN =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");

    Statement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
        for (Condition condition : conditions) {
            condition.requireSupplied(exceptActions ? List.of("NotAction") : actions);
        }
    }

    static Statement of(JsonNode node) {
        Fields.check("policy statement", node, KNOWN);
        String effect = node.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new IllegalArgumentException("policy statement Effect: expected Allow or Deny, found '" + effect + "'");
        }
        String actions = oneOf(node, "Action", "NotAction");
        String resources = oneOf(node, "Resource", "NotResource");
        return new Statement(effect.equals("Allow"), actions(actions, node), actions.equals("NotAction"),
                resources(resources, node), resources.equals("NotResource"), conditions(node.path("Condition")));
    }

    boolean appliesTo(Access access, Context context) {
        boolean action = actions.stream().anyMatch(pattern -> Wildcard.matchesIgnoringCase(pattern, access.action()));
        boolean resource = resources.stream().anyMatch(pattern -> Wildcard.matchesArn(pattern, access.resource()));
        return action != exceptActions && resource != exceptResources && conditions.stream().allMatch(condition -> condition.holds(context));
    }

    private static String oneOf(JsonNode node, String name, String inverse) {
        if (node.has(name) == node.has(inverse)) {
            throw new IllegalArgumentException("policy statement: expected exactly one of " + name + " and " + inverse);
        }
        return node.has(name) ? name : inverse;
    }

    private static List<String> actions(String name, JsonNode node) {
        var actions = Fields.texts(name, node.get(name));
        actions.stream().filter(action -> !action.equals("*") && !action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+")).findFirst().ifPresent(action -> {
            throw new IllegalArgumentException(name + ": expected * or <service>:<action>, found '" + action + "'");
        });
        return actions;
    }

    private static List<String> resources(String name, JsonNode node) {
        var resources = Fields.texts(name, node.get(name));
        resources.stream().filter(arn -> !arn.equals("*") && (!arn.startsWith("arn:") || arn.split(":", 6).length != 6)).findFirst().ifPresent(arn -> {
            throw new IllegalArgumentException(name + ": expected * or an ARN with six parts, found '" + arn + "'");
        });
        return resources;
    }

    private static List<Condition> conditions(JsonNode node) {
        var conditions = new ArrayList<Condition>();
        if (node.isMissingNode()) {
            return conditions;
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException("policy Condition: expected an object, found " + node.getNodeType());
        }
        node.properties().forEach(operator -> operator.getValue().properties().forEach(
                key -> conditions.add(Condition.of(operator.getKey(), key.getKey(), Fields.texts("Condition " + key.getKey(), key.getValue())))));
        return conditions;
    }
}
