package io.groundswell.local.stepfunctions.asl;

import io.groundswell.local.stepfunctions.jsonata.Bindings;
import io.groundswell.local.stepfunctions.jsonata.Expression;
import io.groundswell.local.stepfunctions.jsonata.QueryFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value in which any string may be an expression. */
public sealed interface Template {

    /** The value with every expression evaluated; {@code location} names this field inside its state. */
    Object resolve(Bindings bindings, String location) throws QueryFailure;

    /** A value without expressions: string, number, boolean or null. */
    record Literal(Object value) implements Template {
        @Override
        public Object resolve(Bindings bindings, String location) {
            return value;
        }
    }

    /** A string of the form {@code {% … %}}. */
    record Query(Expression expression) implements Template {
        @Override
        public Object resolve(Bindings bindings, String location) throws QueryFailure {
            return expression.evaluate(bindings, location);
        }
    }

    /** An object; members keep their order. */
    record Members(Map<String, Template> members) implements Template {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public Object resolve(Bindings bindings, String location) throws QueryFailure {
            Map<String, Object> resolved = new LinkedHashMap<>();
            for (Map.Entry<String, Template> member : members.entrySet()) {
                String path = location + "/" + member.getKey();
                resolved.put(member.getKey(), member.getValue().resolve(bindings, path));
            }
            return resolved;
        }
    }

    /** An array. */
    record Items(List<Template> items) implements Template {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Object resolve(Bindings bindings, String location) throws QueryFailure {
            List<Object> resolved = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                resolved.add(items.get(i).resolve(bindings, location + "[" + i + "]"));
            }
            return resolved;
        }
    }
}
