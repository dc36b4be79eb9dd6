package io.groundswell.local.property;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The properties at one path of a template; every reading method refuses a value of another type, naming the path.
 *
 * @param path where they are, for messages: {@code AWS::S3::Bucket} or {@code AWS::DynamoDB::Table.KeySchema[0]}
 */
public record PropertyMap(String path, Map<String, Object> values) {

    public PropertyMap {
        values.forEach((name, value) -> {
            if (value == null) {
                throw new IllegalArgumentException(path + "." + name + ": expected a value, found null");
            }
        });
        values = Map.copyOf(values);
    }

    /** Reads a map as a template loader delivers it. */
    public static PropertyMap of(String path, Map<String, ?> values) {
        return new PropertyMap(path, new LinkedHashMap<>(values));
    }

    /** Refuses every property that is neither used nor known to have no local meaning. */
    public void refuseUnknown(Set<String> used, Set<String> withoutLocalMeaning) {
        var unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(used);
        unknown.removeAll(withoutLocalMeaning);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(path + ": properties " + unknown + " are not supported; used are " + new TreeSet<>(used)
                    + ", without local meaning are " + new TreeSet<>(withoutLocalMeaning));
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) {
        return text(at(name), values.get(name));
    }

    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (Object value : list(name)) {
            texts.add(text(at(name), value));
        }
        return texts;
    }

    public PropertyMap map(String name) {
        return map(at(name), values.get(name));
    }

    public List<PropertyMap> maps(String name) {
        var maps = new ArrayList<PropertyMap>();
        for (Object value : list(name)) {
            maps.add(map(at(name) + "[" + maps.size() + "]", value));
        }
        return maps;
    }

    /** The path of one property, for messages. */
    public String at(String name) {
        return path + "." + name;
    }

    private List<?> list(String name) {
        if (values.get(name) instanceof List<?> list) {
            return list;
        }
        throw expected(at(name), "a list", values.get(name));
    }

    private static String text(String path, Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw expected(path, "text", value);
    }

    private static PropertyMap map(String path, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw expected(path, "a map", value);
        }
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((name, inner) -> copy.put(String.valueOf(name), inner));
        return new PropertyMap(path, copy);
    }

    private static IllegalArgumentException expected(String path, String what, Object found) {
        return new IllegalArgumentException(path + ": expected " + what + ", found " + (found == null ? "nothing" : found.getClass().getSimpleName()));
    }
}
