package io.groundswell.domain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.error.InvalidRequest;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkStateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // word         | under way | terminal | reversal
        "pending        | false     | false    | false",
        "downloading    | true      | false    | false",
        "verifying      | true      | false    | false",
        "applying       | true      | false    | false",
        "healthy        | false     | true     | false",
        "rolled_back    | false     | true     | false",
        "failed         | false     | true     | false",
        "reverted       | false     | true     | true",
        "revert_skipped | false     | true     | true",
        "excluded       | false     | false    | false"})
    @DisplayName("[R26] downloading, verifying and applying are under way; healthy, rolled_back and failed are terminal")
    void classifiesStates(String word, boolean underWay, boolean terminal, boolean reversal) {
        WorkState state = WorkState.parse(word);
        assertEquals(word, state.word());
        assertEquals(underWay, state.isUnderWay());
        assertEquals(terminal, state.isTerminal());
        assertEquals(reversal, state.isReversal());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"pending", "none", "excluded", "HEALTHY", "done", "rolled-back"})
    @DisplayName("[R26] a device can report nothing but its eight states")
    void refusesOtherReports(String word) {
        assertThrows(InvalidRequest.class, () -> WorkState.parseReported(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"downloading", "verifying", "applying", "healthy", "rolled_back", "failed", "reverted",
        "revert_skipped"})
    @DisplayName("[R26] each of the eight states can be reported")
    void acceptsReports(String word) {
        assertEquals(word, WorkState.parseReported(word).word());
    }

    @Test
    @DisplayName("a stored word that is no state is a defect, not a request error")
    void refusesOtherStoredWords() {
        assertThrows(IllegalArgumentException.class, () -> WorkState.parse("done"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DOWNLOADING", "VERIFYING", "APPLYING"})
    @DisplayName("[R26] what is not terminal never counts, for or against")
    void underWayCountsNothing(WorkState state) {
        assertEquals(Map.of(), Contribution.of(state, 3));
    }

    @Test
    @DisplayName("[R21] a failure counts under the epoch it was recorded in; nothing else knows epochs")
    void failuresCarryTheirEpoch() {
        assertEquals(Map.of("failed_3", 1), Contribution.of(WorkState.FAILED, 3));
        assertEquals(Map.of("rolled_back_0", 1), Contribution.of(WorkState.ROLLED_BACK, 0));
        assertEquals(Map.of("healthy", 1), Contribution.of(WorkState.HEALTHY, 3));
    }

    @Test
    @DisplayName("[R22] a reversal keeps the device's healthy count and is counted beside it")
    void reversalsCountBeside() {
        assertEquals(Map.of("healthy", 1, "reverted", 1), Contribution.of(WorkState.REVERTED, 1));
        assertEquals(Map.of("healthy", 1, "revert_skipped", 1), Contribution.of(WorkState.REVERT_SKIPPED, 1));
        assertEquals(Map.of("reverted", 1), change(WorkState.HEALTHY, WorkState.REVERTED));
    }

    @Test
    @DisplayName("[R10] a decommission takes back whatever the device had reported, and counts it once as excluded")
    void exclusionTakesEverythingBack() {
        assertEquals(Map.of("excluded", 1), change(WorkState.NONE, WorkState.EXCLUDED));
        assertEquals(Map.of("excluded", 1), change(WorkState.APPLYING, WorkState.EXCLUDED));
        assertEquals(Map.of("excluded", 1, "healthy", -1), change(WorkState.HEALTHY, WorkState.EXCLUDED));
        assertEquals(Map.of("excluded", 1, "failed_2", -1), change(WorkState.FAILED, WorkState.EXCLUDED));
        assertEquals(Map.of("excluded", 1, "rolled_back_2", -1), change(WorkState.ROLLED_BACK, WorkState.EXCLUDED));
        assertEquals(Map.of("excluded", 1, "healthy", -1, "reverted", -1),
                change(WorkState.REVERTED, WorkState.EXCLUDED));
        assertEquals(Map.of(), change(WorkState.EXCLUDED, WorkState.EXCLUDED));
    }

    private static Map<String, Integer> change(WorkState old, WorkState next) {
        return Contribution.change(Contribution.of(old, 2), Contribution.of(next, 2));
    }
}
