package io.groundswell.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "*/*/*, a/b/c, true", "*/*/*, a/b, false", "*/*/*, a/b/c/d, false", "fleet/*, fleet/a/b, false",
        "*, a, true", "*, a/b, false", "*.py, a.py, true", "*.py, a.pyc, false", "a?c, abc, true", "a?c, ac, false",
        "?, /, false", "a*b*c, aXbYc, true", "a*b*c, aXbY, false", "**, ab, true", "[ab], a, false",
        "[ab], [ab], true", "a.c, abc, false", "/a, /a, true", "a/, a/, true",
    })
    @DisplayName("[R30] star and question mark match within a path segment, everything else is itself")
    void matches(String pattern, String path, boolean expected) {
        assertEquals(expected, PathPattern.matches(pattern, path));
    }

    @Test
    @DisplayName("[R30] a hostile pattern takes no exponential time")
    void staysPolynomial() {
        assertFalse(PathPattern.matches("*a".repeat(2_000) + "b", "a".repeat(4_000)));
    }
}
