package io.groundswell.domain.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NamesProperties {

    private static final String FIRST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String LATER = FIRST + "._-";

    @Property
    @Label("[R2] a text is a name exactly when each of its characters is allowed where it stands")
    void agreesWithACharacterByCharacterReading(@ForAll("nearNames") String text) {
        boolean expected = !text.isEmpty() && text.length() <= 64 && FIRST.indexOf(text.charAt(0)) >= 0
                && text.chars().allMatch(c -> LATER.indexOf(c) >= 0) && !text.contains("..");
        assertEquals(expected, Names.isValid(text));
    }

    @Property
    @Label("[R2] a name never holds a key separator, a path separator or ..")
    void neverAcceptsSeparators(@ForAll("nearNames") String left, @ForAll("nearNames") String right) {
        for (String separator : new String[] {"#", "/", "..", "\\", "\u0000", "%", "*", "?"}) {
            assertFalse(Names.isValid(left + separator + right));
        }
    }

    @Property
    @Label("[R2] no text at all makes the rule fail in another way, nor its own message unprintable")
    void anyTextCanBeShown(@ForAll String text) {
        Names.isValid(text);
        assertFalse(Names.shown(text).chars().anyMatch(Character::isISOControl));
    }

    @Provide
    Arbitrary<String> nearNames() {
        return Arbitraries.strings().withChars(LATER).withChars("#/ %\u00e4\n").ofMaxLength(70);
    }
}
