package io.groundswell.domain.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.error.InvalidRequest;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "9", "press-1", "1.4.0", "weights_v2.bin", "A.b-c_D", "v1."})
    @DisplayName("[R2] a name is a letter or digit, then letters, digits, dot, underscore, hyphen")
    void acceptsNames(String name) {
        assertTrue(Names.isValid(name));
        assertEquals(name, Names.require("device name", name));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {".", "..", "a..b", "1..", ".hidden", "-rf", "_a", "a/b", "a#b", "a b", "a\n", "a\\b", "a%2fb",
        "a:b", "a*", "ä", "a\u0000", "a\u202e"})
    @DisplayName("[R2] nothing else is a name, and no name is ..-like")
    void refusesEverythingElse(String name) {
        assertFalse(Names.isValid(name));
    }

    @Test
    @DisplayName("[R2] a name has 1 to 64 characters")
    void boundsTheLength() {
        assertTrue(Names.isValid("x".repeat(64)));
        assertFalse(Names.isValid("x".repeat(65)));
    }

    @Test
    @DisplayName("[R2] a refusal says what is named, what a name is and what was found")
    void explainsARefusal() {
        assertEquals("group name must match [A-Za-z0-9][A-Za-z0-9._-]{0,63} without \"..\", found \"a#b\"",
                assertThrows(InvalidRequest.class, () -> Names.require("group name", "a#b")).getMessage());
    }

    @Test
    @DisplayName("a caller's text is shown printable and short")
    void showsCallersTextSafely() {
        assertEquals("nothing", Names.shown(null));
        assertEquals("\"a?b??c\"", Names.shown("a\nb\"\\c"));
        assertEquals("\"" + "x".repeat(80) + "…\"", Names.shown("x".repeat(1_000)));
    }

    static Stream<Consumer<String>> references() {
        return Stream.of(
                bad -> new DeviceRef(bad, "press-1"), bad -> new DeviceRef("plant", bad),
                bad -> new GroupRef(bad, "line-a"), bad -> new GroupRef("plant", bad),
                bad -> new RolloutRef(bad, "r1"), bad -> new RolloutRef("plant", bad),
                bad -> new ArtifactRef(bad, "1.4.0"), bad -> new ArtifactRef("gauge", bad));
    }

    @ParameterizedTest
    @MethodSource("references")
    @DisplayName("[R2] no reference holds anything but names")
    void everyReferenceRequiresNames(Consumer<String> reference) {
        assertThrows(InvalidRequest.class, () -> reference.accept("a#b"));
        assertThrows(InvalidRequest.class, () -> reference.accept("../b"));
        assertThrows(InvalidRequest.class, () -> reference.accept(null));
    }

    @Test
    @DisplayName("[R1] an artifact is identified by name and version")
    void artifactsAreNameAndVersion() {
        assertEquals(new ArtifactRef("gauge", "1.4.0"), new ArtifactRef("gauge", "1.4.0"));
        assertFalse(new ArtifactRef("gauge", "1.4.0").equals(new ArtifactRef("gauge", "1.4.1")));
        assertEquals("gauge 1.4.0", new ArtifactRef("gauge", "1.4.0").toString());
    }
}
