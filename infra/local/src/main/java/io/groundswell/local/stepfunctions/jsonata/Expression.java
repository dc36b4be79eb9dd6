package io.groundswell.local.stepfunctions.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.Optional;

/**
 * One JSONata expression, without its {@code {%} and {@code %}} delimiters.
 *
 * <p>Bounds of an evaluation: five seconds, 100 levels, a result that fits a payload.
 */
public final class Expression {

    private static final int MAX_DEPTH = 100;
    private static final long MAX_MILLIS = 5_000;

    private final String source;
    private final References references;

    private Expression(String source, References references) {
        this.source = source;
        this.references = references;
    }

    /** Parses an expression, refusing what the service refuses when a state machine is created. */
    public static Expression parse(String source) throws InvalidExpression {
        try {
            Jsonata.jsonata(source);
        } catch (JException e) {
            throw new InvalidExpression("not JSONata: " + e.getMessage() + " in '" + source + "'");
        }
        References references = References.in(source);
        if (references.rootContext()) {
            throw new InvalidExpression("Reference to '$$' is not supported, use $states.input");
        }
        if (references.variables().contains("eval")) {
            throw new InvalidExpression("$eval is not supported, use $parse to read JSON text");
        }
        return new Expression(source, references);
    }

    public String source() {
        return source;
    }

    /** The names this expression refers to. */
    public References references() {
        return references;
    }

    /** The value of this expression, which stands in the field that {@code location} names. */
    public Object evaluate(Bindings bindings, String location) throws QueryFailure {
        return evaluate(bindings, location, MAX_MILLIS);
    }

    Object evaluate(Bindings bindings, String location, long maxMillis) throws QueryFailure {
        Object result;
        try {
            Jsonata parsed = Jsonata.jsonata(source);
            parsed.setOutputConvertNulls(false);
            result = parsed.evaluate(null, frame(parsed, bindings, maxMillis));
        } catch (JException e) {
            throw failure(location, "threw an error during evaluation: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw failure(location, "threw an error during evaluation: the data or the recursion is too deep");
        } catch (RuntimeException e) {
            throw failure(location, "threw an error during evaluation: " + e);
        }
        if (result == null) {
            throw failure(location, "returned nothing (undefined).");
        }
        Optional<String> refusal = Values.refusal(result);
        if (refusal.isPresent()) {
            throw failure(location, refusal.get());
        }
        return Values.fromJsonata(result);
    }

    private QueryFailure failure(String location, String what) {
        return new QueryFailure(location,
                "The JSONata expression '" + source + "' specified for the field '" + location + "' " + what);
    }

    private static Jsonata.Frame frame(Jsonata parsed, Bindings bindings, long maxMillis) {
        Jsonata.Frame frame = parsed.createFrame();
        frame.setRuntimeBounds(maxMillis, MAX_DEPTH);
        ServiceFunctions.bind(frame, bindings.now());
        bindings.variables().forEach((name, value) -> frame.bind(name, Values.toJsonata(value)));
        frame.bind("states", Values.toJsonata(bindings.states()));
        return frame;
    }

    @Override
    public String toString() {
        return "{% " + source + " %}";
    }
}
