package io.groundswell.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces intrinsic functions by their values.
 *
 * <p>Known are Ref, Fn::Sub, Fn::GetAtt, Fn::Join and Fn::If, and in conditions Fn::Equals, Fn::Not, Fn::And, Fn::Or and
 * Condition. Any other is refused with its path. {@code !Ref AWS::NoValue} takes its property away.
 */
final class Intrinsics {

    /** What a template may refer to by name. */
    interface Names {
        /** The value of {@code !Ref name}; a SAM property such as {@code Function.Alias} counts as a name. */
        String ref(String name, String path);

        /** The value of {@code !GetAtt resource.attribute}. */
        String attribute(String resource, String attribute, String path);
    }

    private static final String NO_VALUE_NAME = "AWS::NoValue";
    private static final Object NO_VALUE = new Object();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    private final Names names;
    private final Map<String, Object> conditions;

    Intrinsics(Names names, Map<String, Object> conditions) {
        this.names = names;
        this.conditions = conditions;
    }

    /** The name of the intrinsic that a node is, or null when it is an ordinary value. */
    static String intrinsicOf(Object node, String path) {
        if (!(node instanceof Map<?, ?> map)) {
            return null;
        }
        for (Object key : map.keySet()) {
            if (key instanceof String name && (name.equals("Ref") || name.startsWith("Fn::"))) {
                if (map.size() != 1) {
                    throw new TemplateRefused(path, name + " stands alone, found it beside other keys: " + map.keySet());
                }
                return name;
            }
        }
        return null;
    }

    /** The value with every intrinsic replaced; null when it came to {@code AWS::NoValue}. */
    Object evaluate(Object node, String path) {
        Object value = value(node, path);
        return value == NO_VALUE ? null : value;
    }

    boolean condition(String name, String path) {
        Object expression = conditions.get(name);
        if (expression == null) {
            throw new TemplateRefused(path, "no condition is called " + name + "; declared are " + conditions.keySet());
        }
        return test(expression, "Conditions." + name);
    }

    private Object value(Object node, String path) {
        String intrinsic = intrinsicOf(node, path);
        if (intrinsic != null) {
            return call(intrinsic, ((Map<?, ?>) node).get(intrinsic), path);
        }
        return switch (node) {
            case Map<?, ?> map -> members(map, path);
            case List<?> list -> elements(list, path);
            case null -> throw new TemplateRefused(path, "a value is missing");
            default -> node;
        };
    }

    private Map<String, Object> members(Map<?, ?> map, String path) {
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, member) -> {
            Object value = value(member, path + "." + key);
            if (value != NO_VALUE) {
                result.put(String.valueOf(key), value);
            }
        });
        return result;
    }

    private List<Object> elements(List<?> list, String path) {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Object value = value(list.get(i), path + "[" + i + "]");
            if (value != NO_VALUE) {
                result.add(value);
            }
        }
        return result;
    }

    private Object call(String intrinsic, Object argument, String path) {
        return switch (intrinsic) {
            case "Ref" -> NO_VALUE_NAME.equals(argument) ? NO_VALUE : names.ref(text(argument, intrinsic, path), path);
            case "Fn::GetAtt" -> {
                List<?> parts = arguments(argument, 2, intrinsic, path);
                yield names.attribute(text(parts.get(0), intrinsic, path), text(parts.get(1), intrinsic, path), path);
            }
            case "Fn::Sub" -> substitute(argument, path);
            case "Fn::Join" -> join(arguments(argument, 2, intrinsic, path), path);
            case "Fn::If" -> {
                List<?> parts = arguments(argument, 3, intrinsic, path);
                boolean holds = condition(text(parts.get(0), intrinsic, path), path);
                yield value(parts.get(holds ? 1 : 2), path);
            }
            default -> throw new TemplateRefused(path, "the intrinsic function " + intrinsic + " is not implemented locally");
        };
    }

    private String substitute(Object argument, String path) {
        if (argument instanceof List<?> list) {
            List<?> parts = arguments(list, 2, "Fn::Sub", path);
            if (!(parts.get(1) instanceof Map<?, ?> variables)) {
                throw new TemplateRefused(path, "Fn::Sub takes a mapping of variables, found " + parts.get(1));
            }
            return substitute(text(parts.get(0), "Fn::Sub", path), members(variables, path), path);
        }
        return substitute(text(argument, "Fn::Sub", path), Map.of(), path);
    }

    private String substitute(String pattern, Map<String, Object> variables, String path) {
        return PLACEHOLDER.matcher(pattern).replaceAll(match -> {
            String name = match.group(2).trim();
            if (!match.group(1).isEmpty()) {
                return Matcher.quoteReplacement("${" + name + "}");
            }
            Object variable = variables.get(name);
            return Matcher.quoteReplacement(variable == null ? named(name, path) : variable.toString());
        });
    }

    private String named(String name, String path) {
        int dot = name.indexOf('.');
        return dot < 0 ? names.ref(name, path) : names.attribute(name.substring(0, dot), name.substring(dot + 1), path);
    }

    private String join(List<?> parts, String path) {
        if (!(value(parts.get(1), path) instanceof List<?> values)) {
            throw new TemplateRefused(path, "Fn::Join takes a list of values");
        }
        List<String> texts = values.stream().map(Object::toString).toList();
        return String.join(text(parts.get(0), "Fn::Join", path), texts);
    }

    private boolean test(Object expression, String path) {
        if (!(expression instanceof Map<?, ?> map) || map.size() != 1) {
            throw new TemplateRefused(path, "expected one condition function, found " + expression);
        }
        Map.Entry<?, ?> call = map.entrySet().iterator().next();
        Object argument = call.getValue();
        return switch (String.valueOf(call.getKey())) {
            case "Condition" -> condition(text(argument, "Condition", path), path);
            case "Fn::Equals" -> {
                List<?> sides = arguments(argument, 2, "Fn::Equals", path);
                yield Objects.equals(comparable(sides.get(0), path), comparable(sides.get(1), path));
            }
            case "Fn::Not" -> !test(arguments(argument, 1, "Fn::Not", path).get(0), path);
            case "Fn::And" -> all(argument, "Fn::And", path).stream().allMatch(part -> test(part, path));
            case "Fn::Or" -> all(argument, "Fn::Or", path).stream().anyMatch(part -> test(part, path));
            default -> throw new TemplateRefused(path, "the condition function " + call.getKey() + " is not implemented locally");
        };
    }

    private String comparable(Object side, String path) {
        return String.valueOf(value(side, path));
    }

    private static List<?> all(Object argument, String intrinsic, String path) {
        if (argument instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        throw new TemplateRefused(path, intrinsic + " takes a list, found " + argument);
    }

    private static List<?> arguments(Object argument, int count, String intrinsic, String path) {
        List<?> list = all(argument, intrinsic, path);
        if (list.size() != count) {
            throw new TemplateRefused(path, intrinsic + " takes " + count + " arguments, found " + list.size());
        }
        return list;
    }

    private static String text(Object argument, String intrinsic, String path) {
        if (argument instanceof String text) {
            return text;
        }
        throw new TemplateRefused(path, intrinsic + " takes text here, found " + argument);
    }
}
