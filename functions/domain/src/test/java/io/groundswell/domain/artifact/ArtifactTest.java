package io.groundswell.domain.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.ArtifactRef;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({"model, MODEL", "container, CONTAINER", "config, CONFIG"})
    @DisplayName("[R1] kinds are model, container and config")
    void knowsThreeKinds(String word, ArtifactKind kind) {
        assertEquals(kind, ArtifactKind.parse(word));
        assertEquals(word, kind.word());
    }

    @Test
    @DisplayName("[R1] os is refused and pointed to the OS update path")
    void refusesOperatingSystems() {
        assertEquals("kind must be model, container or config, found \"os\": "
                + "operating-system bundles take the OS update path", refusal(() -> ArtifactKind.parse("os")));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "MODEL", "Os", "firmware", " model"})
    @DisplayName("[R1] any other kind is refused by name")
    void refusesUnknownKinds(String word) {
        assertEquals("kind must be model, container or config, found " + (word == null ? "nothing" : "\"" + word + "\""),
                refusal(() -> ArtifactKind.parse(word)));
    }

    @Test
    @DisplayName("[R2] the target path is name/version/filename")
    void targetPath() {
        Artifact artifact = new Artifact(new ArtifactRef("gauge", "1.4.0"), ArtifactKind.MODEL,
                new ArtifactContent("weights.bin", 3, DIGEST), Map.of(), ArtifactStatus.DECLARED);
        assertEquals("gauge/1.4.0/weights.bin", artifact.target());
    }

    @Test
    @DisplayName("[R2] a filename is a name")
    void filenamesAreNames() {
        assertThrows(InvalidRequest.class, () -> new ArtifactContent("../weights.bin", 3, DIGEST));
        assertThrows(InvalidRequest.class, () -> new ArtifactContent("a/b", 3, DIGEST));
    }

    @Test
    @DisplayName("[R3] an artifact has 1 byte to 5 GB")
    void boundsTheSize() {
        assertEquals(1, new ArtifactContent("w", 1, DIGEST).size());
        assertEquals(5_368_709_120L, new ArtifactContent("w", 5_368_709_120L, DIGEST).size());
        assertEquals("size must be 1 to 5368709120 bytes, found 0", refusal(() -> new ArtifactContent("w", 0, DIGEST)));
        assertThrows(InvalidRequest.class, () -> new ArtifactContent("w", -1, DIGEST));
        assertThrows(InvalidRequest.class, () -> new ArtifactContent("w", 5_368_709_121L, DIGEST));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg"})
    @DisplayName("[R3] sha256 is 64 lower-case hexadecimal digits")
    void requiresADigest(String digest) {
        assertThrows(InvalidRequest.class, () -> new ArtifactContent("w", 1, digest));
    }

    @Test
    @DisplayName("[R3] an artifact is declared, then published")
    void knowsTwoStates() {
        assertEquals(ArtifactStatus.DECLARED, ArtifactStatus.parse("declared"));
        assertEquals(ArtifactStatus.PUBLISHED, ArtifactStatus.parse("published"));
        assertThrows(IllegalArgumentException.class, () -> ArtifactStatus.parse("signed"));
    }

    private static String refusal(Runnable request) {
        return assertThrows(InvalidRequest.class, request::run).getMessage();
    }
}
