package io.groundswell.domain.device;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.Unauthenticated;
import io.groundswell.domain.name.Names;

/** Whether a device's report changes anything (R26, R27). */
public enum ReportVerdict {
    /** Write it. */
    RECORD,
    /** Answer 200 and change nothing. */
    IGNORE;

    /** Beyond this many recorded transitions, further non-terminal ones are answered but not recorded (R26). */
    public static final int MAX_TRANSITIONS = 50;

    /**
     * The verdict on one report.
     *
     * @param current what is on record, {@link WorkState#NONE} for nothing
     * @param recorded how many transitions are on record
     * @param reversalAsked whether the rollout asked its healthy devices to revert (R22)
     * @throws Conflict when the report contradicts a terminal state
     * @throws Unauthenticated when the device was retired
     */
    public static ReportVerdict on(WorkState current, long recorded, WorkState reported, boolean reversalAsked) {
        if (reported == WorkState.NONE || reported == WorkState.EXCLUDED) {
            throw new IllegalArgumentException("no device reports state " + reported.word());
        }
        if (current == WorkState.EXCLUDED) {
            throw new Unauthenticated(Unauthenticated.DECOMMISSIONED,
                    "this device was decommissioned; it must stop and not call again");
        }
        if (reported == current) {
            return IGNORE;
        }
        if (reported.isReversal()) {
            return onReversal(current, reported, reversalAsked);
        }
        if (current.isTerminal()) {
            return onTerminal(current, reported);
        }
        return reported.isUnderWay() && recorded >= MAX_TRANSITIONS ? IGNORE : RECORD;
    }

    private static ReportVerdict onReversal(WorkState current, WorkState reported, boolean reversalAsked) {
        if (current == WorkState.HEALTHY && reversalAsked) {
            return RECORD;
        }
        throw new Conflict("state " + reported.word() + " answers a revert assignment to a healthy device, found state "
                + current.word() + (reversalAsked ? "" : " and no revert assignment"));
    }

    private static ReportVerdict onTerminal(WorkState current, WorkState reported) {
        boolean alreadyPassed = current.isReversal() && reported == WorkState.HEALTHY;
        if (reported.isUnderWay() || alreadyPassed) {
            return IGNORE;
        }
        throw new Conflict("state " + current.word() + " is terminal and stays, found a report of "
                + Names.shown(reported.word()));
    }
}
