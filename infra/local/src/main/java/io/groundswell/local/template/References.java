package io.groundswell.local.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the names that a piece of the template refers to, without evaluating it; both branches of Fn::If count. */
final class References {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final Set<String> found = new LinkedHashSet<>();

    private References() {
    }

    /** The part before the first dot of everything that Ref, Fn::GetAtt or Fn::Sub names. */
    static Set<String> in(Object node) {
        References references = new References();
        references.collect(node);
        return references.found;
    }

    private void collect(Object node) {
        switch (node) {
            case Map<?, ?> map -> map.forEach(this::member);
            case List<?> list -> list.forEach(this::collect);
            case null, default -> { }
        }
    }

    private void member(Object key, Object member) {
        switch (String.valueOf(key)) {
            case "Ref" -> add(member);
            case "Fn::GetAtt" -> add(member instanceof List<?> list && !list.isEmpty() ? list.get(0) : member);
            case "Fn::Sub" -> placeholders(member);
            default -> { }
        }
        collect(member);
    }

    private void placeholders(Object argument) {
        Object pattern = argument instanceof List<?> list && !list.isEmpty() ? list.get(0) : argument;
        if (pattern instanceof String text) {
            Matcher matcher = PLACEHOLDER.matcher(text);
            while (matcher.find()) {
                add(matcher.group(1).trim());
            }
        }
    }

    private void add(Object name) {
        if (name instanceof String text) {
            int dot = text.indexOf('.');
            found.add(dot < 0 ? text : text.substring(0, dot));
        }
    }
}
