package io.groundswell.domain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.Unauthenticated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportVerdictTest {

    private static final List<WorkState> REPORTED = List.of(WorkState.DOWNLOADING, WorkState.VERIFYING,
            WorkState.APPLYING, WorkState.HEALTHY, WorkState.ROLLED_BACK, WorkState.FAILED, WorkState.REVERTED,
            WorkState.REVERT_SKIPPED);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // on record     | download | verify | apply  | healthy | rolled | failed | reverted | skipped
        "NONE            | record   | record | record | record  | record | record | 409      | 409",
        "DOWNLOADING     | ignore   | record | record | record  | record | record | 409      | 409",
        "VERIFYING       | record   | ignore | record | record  | record | record | 409      | 409",
        "APPLYING        | record   | record | ignore | record  | record | record | 409      | 409",
        "HEALTHY         | ignore   | ignore | ignore | ignore  | 409    | 409    | 409      | 409",
        "ROLLED_BACK     | ignore   | ignore | ignore | 409     | ignore | 409    | 409      | 409",
        "FAILED          | ignore   | ignore | ignore | 409     | 409    | ignore | 409      | 409",
        "REVERTED        | ignore   | ignore | ignore | ignore  | 409    | 409    | ignore   | 409",
        "REVERT_SKIPPED  | ignore   | ignore | ignore | ignore  | 409    | 409    | 409      | ignore",
        "EXCLUDED        | 401      | 401    | 401    | 401     | 401    | 401    | 401      | 401"})
    @DisplayName("[R27] what each report does in each state, no reversal asked")
    void everyStateAndReport(WorkState onRecord, String downloading, String verifying, String applying, String healthy,
            String rolledBack, String failed, String reverted, String skipped) {
        assertEquals(List.of(downloading, verifying, applying, healthy, rolledBack, failed, reverted, skipped),
                verdicts(onRecord, 3, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // on record     | download | verify | apply  | healthy | rolled | failed | reverted | skipped
        "NONE            | record   | record | record | record  | record | record | 409      | 409",
        "DOWNLOADING     | ignore   | record | record | record  | record | record | 409      | 409",
        "VERIFYING       | record   | ignore | record | record  | record | record | 409      | 409",
        "APPLYING        | record   | record | ignore | record  | record | record | 409      | 409",
        "HEALTHY         | ignore   | ignore | ignore | ignore  | 409    | 409    | record   | record",
        "ROLLED_BACK     | ignore   | ignore | ignore | 409     | ignore | 409    | 409      | 409",
        "FAILED          | ignore   | ignore | ignore | 409     | 409    | ignore | 409      | 409",
        "REVERTED        | ignore   | ignore | ignore | ignore  | 409    | 409    | ignore   | 409",
        "REVERT_SKIPPED  | ignore   | ignore | ignore | ignore  | 409    | 409    | 409      | ignore",
        "EXCLUDED        | 401      | 401    | 401    | 401     | 401    | 401    | 401      | 401"})
    @DisplayName("[R22] what each report does in each state once a reversal is asked: only healthy devices revert")
    void everyStateAndReportWhenReverting(WorkState onRecord, String downloading, String verifying, String applying,
            String healthy, String rolledBack, String failed, String reverted, String skipped) {
        assertEquals(List.of(downloading, verifying, applying, healthy, rolledBack, failed, reverted, skipped),
                verdicts(onRecord, 3, true));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("[R27] none and excluded are never reported, in no state")
    void theServersOwnStatesAreNoReports(WorkState onRecord) {
        assertThrows(IllegalArgumentException.class,
                () -> ReportVerdict.on(onRecord, 3, WorkState.NONE, true));
        assertThrows(IllegalArgumentException.class,
                () -> ReportVerdict.on(onRecord, 3, WorkState.EXCLUDED, true));
    }

    @Test
    @DisplayName("[R27] the tables cover every state")
    void coversEveryState() {
        assertEquals(List.of("NONE", "DOWNLOADING", "VERIFYING", "APPLYING", "HEALTHY", "ROLLED_BACK", "FAILED",
                "REVERTED", "REVERT_SKIPPED", "EXCLUDED"), Arrays.stream(WorkState.values()).map(Enum::name).toList());
    }

    @Test
    @DisplayName("[R26] the 51st recorded transition must be a terminal one; others are answered, not recorded")
    void boundsTheLog() {
        assertEquals(ReportVerdict.RECORD, verdict(WorkState.VERIFYING, 49, WorkState.DOWNLOADING));
        assertEquals(ReportVerdict.IGNORE, verdict(WorkState.VERIFYING, 50, WorkState.DOWNLOADING));
        assertEquals(ReportVerdict.IGNORE, verdict(WorkState.DOWNLOADING, 1_000, WorkState.APPLYING));
        for (WorkState end : List.of(WorkState.HEALTHY, WorkState.ROLLED_BACK, WorkState.FAILED)) {
            assertEquals(ReportVerdict.RECORD, verdict(WorkState.APPLYING, 50, end));
        }
        assertEquals(ReportVerdict.RECORD, ReportVerdict.on(WorkState.HEALTHY, 51, WorkState.REVERTED, true));
    }

    @Test
    @DisplayName("[R10] a decommissioned device's report is refused with the code its agent stops on")
    void decommissionedDevicesStop() {
        Unauthenticated refusal = assertThrows(Unauthenticated.class,
                () -> verdict(WorkState.EXCLUDED, 3, WorkState.HEALTHY));
        assertEquals("decommissioned", refusal.code());
        assertEquals(401, refusal.status());
    }

    @Test
    @DisplayName("[R27] a refusal names what is on record and what was reported")
    void explainsARefusal() {
        assertEquals("state failed is terminal and stays, found a report of \"healthy\"",
                assertThrows(Conflict.class, () -> verdict(WorkState.FAILED, 3, WorkState.HEALTHY)).getMessage());
        assertEquals("state reverted answers a revert assignment to a healthy device, found state applying "
                + "and no revert assignment", assertThrows(Conflict.class,
                        () -> verdict(WorkState.APPLYING, 3, WorkState.REVERTED)).getMessage());
    }

    private static ReportVerdict verdict(WorkState onRecord, long recorded, WorkState reported) {
        return ReportVerdict.on(onRecord, recorded, reported, false);
    }

    private static List<String> verdicts(WorkState onRecord, long recorded, boolean reversalAsked) {
        List<String> verdicts = new ArrayList<>();
        for (WorkState reported : REPORTED) {
            try {
                verdicts.add(ReportVerdict.on(onRecord, recorded, reported, reversalAsked).name().toLowerCase(Locale.ROOT));
            } catch (Conflict | Unauthenticated refusal) {
                verdicts.add(Integer.toString(refusal.status()));
            }
        }
        return verdicts;
    }
}
