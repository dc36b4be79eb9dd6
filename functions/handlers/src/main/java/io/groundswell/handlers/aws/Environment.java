package io.groundswell.handlers.aws;

import java.time.Duration;
import java.util.Map;

/** The environment variables of a function, as the template sets them. */
public record Environment(Map<String, String> variables) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** The variables of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    public String text(String name) {
        String value = variables.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("environment variable " + name
                    + " must be set, found nothing; the template sets it for this function");
        }
        return value;
    }

    public int number(String name) {
        String value = text(name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("environment variable " + name + " must be a number, found " + value, e);
        }
    }

    public Duration seconds(String name) {
        return Duration.ofSeconds(number(name));
    }

    public Duration days(String name) {
        return Duration.ofDays(number(name));
    }
}
