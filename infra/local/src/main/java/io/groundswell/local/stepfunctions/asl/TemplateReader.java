package io.groundswell.local.stepfunctions.asl;

import io.groundswell.local.stepfunctions.jsonata.Expression;
import io.groundswell.local.stepfunctions.jsonata.InvalidExpression;
import io.groundswell.local.stepfunctions.jsonata.References;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads templates, and remembers which variables are assigned and used across a whole definition.
 *
 * <p>Whether a variable is assigned before it is used is known only at run time; that it is assigned nowhere is
 * known here.
 */
final class TemplateReader {

    static final Set<String> ON_ENTRY = Set.of("input", "context");
    static final Set<String> ON_RESULT = Set.of("input", "context", "result");
    static final Set<String> ON_ERROR = Set.of("input", "context", "errorOutput");

    private final Set<String> assigned = new TreeSet<>();
    private final Map<String, Set<String>> used = new LinkedHashMap<>();

    Template read(Object value, String path, Set<String> states) throws Finding {
        return switch (value) {
            case String text -> string(text, path, states);
            case Map<?, ?> members -> {
                Map<String, Template> templates = new LinkedHashMap<>();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    String name = (String) member.getKey();
                    templates.put(name, read(member.getValue(), path + "." + name, states));
                }
                yield new Template.Members(templates);
            }
            case List<?> items -> {
                List<Template> templates = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    templates.add(read(items.get(i), path + "[" + i + "]", states));
                }
                yield new Template.Items(templates);
            }
            case null, default -> new Template.Literal(value);
        };
    }

    /** The variables that a state assigns. */
    Map<String, Template> assignments(Fields fields, Set<String> states) throws Finding {
        if (!fields.has("Assign")) {
            return Map.of();
        }
        Fields assign = Fields.of(fields.path("Assign"), fields.take("Assign"));
        Map<String, Template> templates = new LinkedHashMap<>();
        for (String name : assign.names()) {
            if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_]{0,79}") || name.equals("states")) {
                throw new Finding(assign.path(name), "expected a variable name: a letter or _, then up to 79 letters, "
                        + "digits or _, and not 'states'");
            }
            templates.put(name, read(assign.take(name), assign.path(name), states));
            assigned.add(name);
        }
        return templates;
    }

    /** A finding for every use of a variable that no state assigns. */
    List<String> unassigned() {
        List<String> findings = new ArrayList<>();
        used.forEach((path, names) -> names.stream().filter(name -> !assigned.contains(name)).forEach(name ->
                findings.add(path + ": $" + name + " is neither a function nor assigned by any state (assigned: "
                        + assigned + ")")));
        return findings;
    }

    private Template string(String text, String path, Set<String> states) throws Finding {
        if (!text.startsWith("{%")) {
            return new Template.Literal(text);
        }
        if (!text.endsWith("%}") || text.length() < 4) {
            throw new Finding(path, "starts with {% but does not end with %}");
        }
        Expression expression;
        try {
            expression = Expression.parse(text.substring(2, text.length() - 2).strip());
        } catch (InvalidExpression e) {
            throw new Finding(path, e.getMessage());
        }
        References references = expression.references();
        for (String member : new TreeSet<>(references.states())) {
            if (!states.contains(member)) {
                throw new Finding(path, "$states." + member + " is not defined here, expected one of "
                        + new TreeSet<>(states));
            }
        }
        used.put(path, new TreeSet<>(references.variables()));
        return new Template.Query(expression);
    }
}
