package io.groundswell.local.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One mapping of the template, read key by key; {@link #end} refuses every key that nobody read.
 *
 * <p>That is what keeps a property from being ignored: it counts as supported only because a reader asked for it, or
 * because {@link DeployedOnly} lists it.
 */
final class Section {

    private final Map<String, Object> values;
    private final String path;
    private final Predicate<String> deployedOnly;
    private final Set<String> read = new HashSet<>();

    private Section(Map<String, Object> values, String path, Predicate<String> deployedOnly) {
        this.values = values;
        this.path = path;
        this.deployedOnly = deployedOnly;
    }

    static Section of(Object node, String path) {
        return new Section(mapping(node, path), path, name -> false);
    }

    /** The properties of a resource or event; dotted property paths are looked up in the table of what has no local meaning. */
    static Section ofProperties(String type, Object node, String path) {
        return new Section(mapping(node, path), path, name -> DeployedOnly.property(type, name));
    }

    String path() {
        return path;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The keys, for mappings whose keys are names chosen by the template; reading them counts as reading all. */
    Map<String, Object> all() {
        read.addAll(values.keySet());
        return values;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> new TemplateRefused(path, "lacks " + name));
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(value -> scalar(value, path + "." + name));
    }

    String oneOf(String name, String... supported) {
        String value = text(name);
        if (!List.of(supported).contains(value)) {
            throw new TemplateRefused(path + "." + name, "implemented locally: " + String.join(", ", supported) + "; found " + value);
        }
        return value;
    }

    boolean flag(String name, boolean absent) {
        return optionalText(name).map(value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new TemplateRefused(path + "." + name, "expected true or false, found " + value);
        }).orElse(absent);
    }

    int integer(String name, int least, int most, int absent) {
        return optionalText(name).map(value -> integer(value, least, most, path + "." + name)).orElse(absent);
    }

    Optional<Section> optionalSection(String name) {
        return optional(name).map(value -> child(value, name, path + "." + name));
    }

    Section section(String name) {
        return optionalSection(name).orElseThrow(() -> new TemplateRefused(path, "lacks " + name));
    }

    List<Section> sections(String name) {
        List<Object> elements = list(name);
        List<Section> result = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            result.add(child(elements.get(i), name, path + "." + name + "[" + i + "]"));
        }
        return result;
    }

    List<String> texts(String name) {
        return list(name).stream().map(value -> scalar(value, path + "." + name)).toList();
    }

    Object tree(String name) {
        return optional(name).orElseThrow(() -> new TemplateRefused(path, "lacks " + name));
    }

    Map<String, Object> mapping(String name) {
        return mapping(tree(name), path + "." + name);
    }

    void end() {
        values.keySet().stream().filter(name -> !read.contains(name) && !deployedOnly.test(name)).findFirst().ifPresent(name -> {
            throw new TemplateRefused(path + "." + name, "is not implemented locally");
        });
    }

    static int integer(String value, int least, int most, String path) {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new TemplateRefused(path, "expected a whole number, found " + value);
        }
        if (number < least || number > most) {
            throw new TemplateRefused(path, "expected " + least + " to " + most + ", found " + number);
        }
        return number;
    }

    static String scalar(Object value, String path) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new TemplateRefused(path, "expected a single value, found " + value);
    }

    static Map<String, Object> mapping(Object node, String path) {
        if (!(node instanceof Map<?, ?> map)) {
            throw new TemplateRefused(path, "expected a mapping, found " + node);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }

    private Optional<Object> optional(String name) {
        read.add(name);
        return Optional.ofNullable(values.get(name));
    }

    private List<Object> list(String name) {
        return switch (optional(name).orElse(List.of())) {
            case List<?> list -> List.copyOf(list);
            case Object other -> throw new TemplateRefused(path + "." + name, "expected a list, found " + other);
        };
    }

    private Section child(Object value, String name, String childPath) {
        return new Section(mapping(value, childPath), childPath, below -> deployedOnly.test(name + "." + below));
    }
}
