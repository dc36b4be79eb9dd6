package io.groundswell.local.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class WildcardProperties {

    @Property
    @Label("[R24] a pattern with * and ? matches exactly what the regular expression with .* and . does")
    void agreesWithRegularExpressions(@ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(max = 8) String pattern,
            @ForAll @Chars({'a', 'b'}) @StringLength(max = 10) String text) {
        String regex = pattern.chars().mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))).collect(Collectors.joining());
        assertEquals(text.matches(regex), Wildcard.matches(pattern, text));
    }
}
