package io.groundswell.local.stepfunctions.jsonata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.stepfunctions.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An expression is evaluated as Step Functions evaluates it")
class ExpressionTest {

    private static final Bindings BINDINGS = new Bindings(
            Map.of("input", Json.read("{\"n\":null,\"l\":[1,null,3],\"one\":[5],\"none\":[],\"big\":9007199254740993}")),
            Map.of("wave", 2), Instant.parse("2026-03-01T09:00:00Z"));

    private static String value(String source) throws Exception {
        return Json.write(Expression.parse(source).evaluate(BINDINGS, "Output"));
    }

    private static String failure(String source) throws InvalidExpression {
        Expression expression = Expression.parse(source);
        return assertThrows(QueryFailure.class, () -> expression.evaluate(BINDINGS, "Output")).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "$states.input.n | null",
        "$states.input.l | [1,null,3]",
        "$states.input.l[1] | null",
        "$exists($states.input.n) | true",
        "$states.input.one | [5]",
        "$states.input.none | []",
        "$states.input.big | 9007199254740993",
        "{'a': null, 'b': $states.input.absent} | {\"a\":null}",
        "$wave + 1 | 3",
        "6 / 3 | 2",
        "$partition([1,2,3,4,5], 2) | [[1,2],[3,4],[5]]",
        "$partition([1,2,3], 2.9) | [[1,2],[3]]",
        "$range(0, 10, 5) | [0,5,10]",
        "$range(3, 1, -1) | [3,2,1]",
        "$range(1, 1, 1) | 1",
        "$hash('a', 'SHA-256') | \"ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\"",
        "$hash('a', 'MD5') | \"0cc175b9c0f1b6a831c399e269772661\"",
        "$parse('{\"a\":[1,null]}') | {\"a\":[1,null]}",
        "$parse('{\"a\":[1,null]}').a[1] | null",
        "$random(7) = $random(7) | true",
        "$random() < 1 | true",
        "$length($uuid()) | 36",
        "$now() | \"2026-03-01T09:00:00.000Z\"",
        "$millis() | 1772355600000",
        "$pad('ab', 5, '#-') | \"ab#-#\"",
        "$pad('ab', -4) | \"  ab\"",
        "$map([1..3], function($x) { $x * $wave }) | [2,4,6]",
    })
    void hasAValue(String source, String expected) throws Exception {
        assertEquals(expected, value(source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$states.input.absent", "$absent", "$", "foo", "$partition([], 2)", "$partition([1], 0)",
        "$range(1, 5, -1)", "$range(1, 5)", "$hash('a')"})
    void undefinedIsAFailure(String source) throws InvalidExpression {
        assertEquals("The JSONata expression '" + source + "' specified for the field 'Output' "
                + "returned nothing (undefined).", failure(source));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "$sum | returned an unsupported result type",
        "function($x) { $x } | returned an unsupported result type",
        "1 + 'a' | must evaluate to a number",
        "$error('boom') | boom",
        "1 / 0 | Number out of range",
        "$hash('a', 'sha-256') | one of MD5",
        "$partition([1], 2, 3) | takes at most 2 arguments",
        "$parse('{') | is JSON text",
        "[1..300000] | Expression evaluation memory limit exceeded",
        "$range(1, 360146, 1) | Expression evaluation memory limit exceeded",
        "$pad('', 5000000) | Expression evaluation memory limit exceeded",
        "($f := function($n) { 1 + $f($n) }; $f(1)) | Depth=101 max=100",
    })
    void cannotBecomeJson(String source, String reason) throws InvalidExpression {
        String message = failure(source);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void anEndlessExpressionIsEnded() throws InvalidExpression {
        Expression endless = Expression.parse("($f := function() { $f() }; $f())");
        String message = assertThrows(QueryFailure.class, () -> endless.evaluate(BINDINGS, "Output", 50)).getMessage();
        assertTrue(message.contains("evaluation timeout"), message);
    }

    @Test
    void aHundredLevelsAreTheDeepest() throws Exception {
        assertEquals("100", value(String.join("+", Collections.nCopies(100, "1"))));
        assertTrue(failure(String.join("+", Collections.nCopies(101, "1"))).contains("Depth=101"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "$a.b & '$c' & \"$d\" /* $e */ | a",
        "($x := $y; $x) | y",
        "$map($l, function($v, $i) { $v + $i + $k }) | l,k",
        "$l ~> $filter(λ($v) { $v > $k }) | l,k",
        "$contains($s, /^$x/) | s",
        "$a / $b / $c | a,b,c",
        "$l@$v#$i.($v + $i) | l",
        "$count($sort($l)) and $now() != '' | l",
    })
    void freeVariablesAreFound(String source, String expected) {
        assertEquals(Set.of(expected.split(",")), References.in(source).variables());
    }

    @Test
    void aNameInBackticksIsNoVariable() {
        assertEquals(Set.of("yes"), References.in("`$no` & $yes").variables());
    }

    @Test
    void membersOfStatesAreFound() {
        assertEquals(Set.of("input", "context"),
                References.in("$states.input.x & $states . context.State.Name").states());
    }
}
