package io.groundswell.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request's query parameters, decoded, in the order sent; a parameter without {@code =} has the empty value. */
public record Query(List<Parameter> parameters) {

    /** One decoded parameter. */
    public record Parameter(String name, String value) {
    }

    public Query {
        parameters = List.copyOf(parameters);
    }

    /**
     * Splits and decodes a raw query.
     *
     * @throws IllegalArgumentException if a percent-escape is malformed
     */
    public static Query parse(String rawQuery) {
        var parsed = new ArrayList<Parameter>();
        for (String part : rawQuery.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                parsed.add(new Parameter(decode(name), equals < 0 ? "" : decode(part.substring(equals + 1))));
            }
        }
        return new Query(parsed);
    }

    /** The value of a parameter sent exactly once. */
    public Optional<String> single(String name) {
        var values = parameters.stream().filter(parameter -> parameter.name().equals(name)).map(Parameter::value).toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static String decode(String text) {
        return UriText.decode(text.replace('+', ' '));
    }
}
