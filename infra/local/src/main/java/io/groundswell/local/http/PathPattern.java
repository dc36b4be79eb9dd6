package io.groundswell.local.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a route: literal segments, {@code {name}} for one segment, and {@code {name+}} last for one or more.
 *
 * <p>Patterns compare by how specific they are, segment by segment: a literal before a variable before a greedy one.
 */
public record PathPattern(String text, List<Segment> segments) implements Comparable<PathPattern> {

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9._-]+)(\\+?)}");

    /** How a segment matches; the order is that of precedence. */
    public enum Kind { LITERAL, VARIABLE, GREEDY }

    /** A literal's text, or a variable's name. */
    public record Segment(Kind kind, String text) {
    }

    /** Keeps its own copy. */
    public PathPattern {
        segments = List.copyOf(segments);
    }

    /** Reads the path of a route. */
    public static PathPattern parse(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path starts with /, found " + path);
        }
        List<Segment> segments = Arrays.stream(path.substring(1).split("/", -1)).map(part -> segment(part, path)).toList();
        for (int i = 0; i < segments.size() - 1; i++) {
            if (segments.get(i).kind() == Kind.GREEDY) {
                throw new IllegalArgumentException("a greedy variable stands last, found " + path);
            }
        }
        return new PathPattern(path, segments);
    }

    /** The path's variables if it matches; a variable never matches an empty segment. */
    Optional<Map<String, String>> match(String decodedPath) {
        String[] parts = decodedPath.substring(1).split("/", -1);
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (i >= parts.length) {
                return Optional.empty();
            }
            if (segment.kind() == Kind.GREEDY) {
                String rest = String.join("/", Arrays.asList(parts).subList(i, parts.length));
                variables.put(segment.text(), rest);
                return rest.isEmpty() ? Optional.empty() : Optional.of(variables);
            }
            if (segment.kind() == Kind.VARIABLE && !parts[i].isEmpty()) {
                variables.put(segment.text(), parts[i]);
            } else if (segment.kind() == Kind.VARIABLE || !segment.text().equals(parts[i])) {
                return Optional.empty();
            }
        }
        return parts.length == segments.size() ? Optional.of(variables) : Optional.empty();
    }

    @Override
    public int compareTo(PathPattern other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            int order = segments.get(i).kind().compareTo(other.segments.get(i).kind());
            if (order != 0) {
                return order;
            }
        }
        int longerFirst = Integer.compare(other.segments.size(), segments.size());
        return longerFirst != 0 ? longerFirst : text.compareTo(other.text);
    }

    private static Segment segment(String part, String path) {
        Matcher variable = VARIABLE.matcher(part);
        if (variable.matches()) {
            return new Segment(variable.group(2).isEmpty() ? Kind.VARIABLE : Kind.GREEDY, variable.group(1));
        }
        if (part.contains("{") || part.contains("}")) {
            throw new IllegalArgumentException("a variable fills a whole segment, found " + part + " in " + path);
        }
        return new Segment(Kind.LITERAL, part);
    }
}
