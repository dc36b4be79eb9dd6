package io.groundswell.local.stepfunctions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.local.stepfunctions.json.Json;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever JSON goes through a workflow comes out as it went in. */
class RoundTripProperties {

    private static final String FLOW = Rig.machine("""
            "Keep": {"Type": "Pass", "Assign": {"kept": "{% $states.input %}"}, "Next": "Call"},
            "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
              "Arguments": {"FunctionName": "echo", "Payload": {"v": "{% $kept %}"}},
              "Output": {"v": "{% $states.result.Payload.v %}"}, "End": true}""");

    @Property(tries = 200)
    void anyValueSurvivesExpressionsVariablesAndInvocations(@ForAll("json") Object value) {
        Rig rig = new Rig(FLOW);
        rig.functions.put("echo", payload -> payload);
        String text = Json.write(value);
        assertEquals("{\"v\":" + text + "}", rig.run(text).get("output"));
        assertEquals(List.of("echo {\"v\":" + text + "}"), rig.invoked);
    }

    @Provide
    Arbitrary<Object> json() {
        return json(3);
    }

    private Arbitrary<Object> json(int depth) {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.of((Object) true, false).injectNull(0.3),
                Arbitraries.strings().ofMaxLength(8).filter(text -> text.chars().noneMatch(c -> c >= 0xD800 && c < 0xE000))
                        .map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.integers().between(-1_000, 1_000).map(number -> (Object) (number / 8.0)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Object> inner = json(depth - 1);
        Arbitrary<Object> list = inner.list().ofMaxSize(4).map(items -> (Object) items);
        Arbitrary<String> name = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5);
        Arbitrary<Object> object = Combinators.combine(name, inner, inner)
                .as((first, a, b) -> (Object) Json.object(first, a, first + "_", b));
        return Arbitraries.oneOf(leaf, list, object);
    }
}
