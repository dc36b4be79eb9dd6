package io.groundswell.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    private static Arguments parse(String... args) {
        return Arguments.parse(List.of(args), Set.of("--api", "--threshold"), Set.of("--keep"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "--nope | unknown flag --nope",
        "--api | --api needs a value",
        "--api a --api b | --api is given twice",
        "--keep --keep | --keep is given twice"})
    @DisplayName("a flag that is unknown, repeated or without its value is named")
    void refusedFlags(String line, String sentence) {
        assertEquals(sentence, assertThrows(UsageError.class, () -> parse(line.split(" "))).getMessage());
    }

    @Test
    @DisplayName("words must be exactly the ones the command takes")
    void words() {
        assertEquals(List.of("create", "plant"), parse("create", "--keep", "plant").words("create|rotate", "NAME"));
        assertEquals("expected create|rotate NAME, found create",
                assertThrows(UsageError.class, () -> parse("create").words("create|rotate", "NAME")).getMessage());
        assertEquals("expected no words, found create",
                assertThrows(UsageError.class, () -> parse("create").words()).getMessage());
    }

    @Test
    @DisplayName("a number that is absent is nothing, not a default")
    void absentNumber() {
        assertEquals(OptionalInt.empty(), parse().number("--threshold", 1, 20));
        assertEquals(OptionalInt.of(3), parse("--threshold", "3").number("--threshold", 1, 20));
        assertEquals(7, parse().number("--threshold", 7, 1, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21", "-1", "1.5", "", "9999999999", "three"})
    @DisplayName("a number outside its range is refused with the range")
    void numbersOutOfRange(String text) {
        assertEquals("--threshold must be a whole number from 1 to 20, found " + text,
                assertThrows(UsageError.class, () -> parse("--threshold", text).number("--threshold", 1, 20)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plant:8080", "ftp://plant", "http://", "not a url", "/operator", "mailto:a@b"})
    @DisplayName("an --api that is no http or https URL is refused before anything is called")
    void refusedUrls(String text) {
        assertEquals("--api must be an http or https URL, found \"" + text + "\"",
                assertThrows(UsageError.class, () -> parse("--api", text).url("--api")).getMessage());
    }

    @Test
    @DisplayName("http and https URLs are taken as they are")
    void urls() {
        assertEquals(URI.create("https://a.example/prod"), parse("--api", "https://a.example/prod").url("--api"));
    }

    @Test
    @DisplayName("[R2] a fleet's name is checked before it becomes part of a path")
    void names() {
        assertEquals("plant-1", parse().name("NAME", "plant-1"));
        assertEquals("NAME must match [A-Za-z0-9][A-Za-z0-9._-]{0,63}, found \"../x\"",
                assertThrows(UsageError.class, () -> parse().name("NAME", "../x")).getMessage());
    }
}
