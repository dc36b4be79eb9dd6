package io.groundswell.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.groundswell.handlers.aws.Surroundings;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The class behind a handler string, checked when the function is registered.
 *
 * <p>It implements RequestHandler or RequestStreamHandler; a method, where the string names one, is handleRequest. It is
 * constructed with the environment and its surroundings where it has a public constructor for both, with the environment where
 * it has one for a map, else without arguments.
 */
final class HandlerClass {

    private final Class<?> type;
    private final Constructor<?> constructor;
    private final Map<String, String> environment;
    private final Surroundings surroundings;

    private HandlerClass(
            Class<?> type, Constructor<?> constructor, Map<String, String> environment, Surroundings surroundings) {
        this.type = type;
        this.constructor = constructor;
        this.environment = environment;
        this.surroundings = surroundings;
    }

    static HandlerClass of(FunctionConfiguration function, Surroundings surroundings) {
        String[] parts = function.handler().split("::", 2);
        if (parts.length == 2 && !parts[1].equals("handleRequest")) {
            throw refused(function, "the method must be handleRequest, found " + parts[1], null);
        }
        Class<?> type;
        try {
            type = Class.forName(parts[0], false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw refused(function, "no class " + parts[0] + " is on the class path", e);
        }
        if (!RequestHandler.class.isAssignableFrom(type) && !RequestStreamHandler.class.isAssignableFrom(type)) {
            throw refused(function, type.getName() + " implements neither RequestHandler nor RequestStreamHandler", null);
        }
        Constructor<?> constructor = constructor(type, Map.class, Surroundings.class)
                .or(() -> constructor(type, Map.class)).or(() -> constructor(type))
                .orElseThrow(() -> refused(function, type.getName()
                        + " needs a public constructor, without arguments or taking the environment as a map", null));
        return new HandlerClass(type, constructor, HandlerEnvironment.of(function), surroundings);
    }

    Object construct() throws Throwable {
        try {
            return switch (constructor.getParameterCount()) {
                case 0 -> constructor.newInstance();
                case 1 -> constructor.newInstance(environment);
                default -> constructor.newInstance(environment, surroundings);
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The event (first) and response (second) types that a RequestHandler declares, wherever in its ancestry. */
    Type[] eventAndResponse() {
        Type[] found = arguments(type, Map.of());
        return found == null ? new Type[] {Object.class, Object.class} : found;
    }

    private static Type[] arguments(Type candidate, Map<TypeVariable<?>, Type> known) {
        Map<TypeVariable<?>, Type> variables = new HashMap<>(known);
        Class<?> raw;
        if (candidate instanceof ParameterizedType parameterized) {
            raw = (Class<?>) parameterized.getRawType();
            Type[] actual = Arrays.stream(parameterized.getActualTypeArguments())
                    .map(argument -> known.getOrDefault(argument, argument)).toArray(Type[]::new);
            if (raw == RequestHandler.class) {
                return actual;
            }
            for (int i = 0; i < actual.length; i++) {
                variables.put(raw.getTypeParameters()[i], actual[i]);
            }
        } else if (candidate instanceof Class<?> plain) {
            raw = plain;
        } else {
            return null;
        }
        for (Type implemented : raw.getGenericInterfaces()) {
            Type[] found = arguments(implemented, variables);
            if (found != null) {
                return found;
            }
        }
        return raw.getGenericSuperclass() == null ? null : arguments(raw.getGenericSuperclass(), variables);
    }

    private static Optional<Constructor<?>> constructor(Class<?> type, Class<?>... parameters) {
        return Arrays.stream(type.getConstructors())
                .filter(candidate -> Arrays.equals(candidate.getParameterTypes(), parameters))
                .findFirst();
    }

    private static FunctionRefused refused(FunctionConfiguration function, String problem, Throwable cause) {
        return new FunctionRefused("handler " + function.handler() + " of " + function.name() + ": " + problem, cause);
    }
}
