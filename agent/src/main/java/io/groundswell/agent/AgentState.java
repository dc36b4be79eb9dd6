package io.groundswell.agent;

/** What the agent does at its next tick. */
public enum AgentState {
    /** Tells the server what it is and what is installed (R8). */
    REGISTERING,
    /** Delivers reports, heartbeats, and takes the oldest assignment it can work on. */
    LISTENING,
    /** Brings signed metadata up to date and fetches the bytes it promises. */
    DOWNLOADING,
    /** Checks the bytes at rest against signed metadata. */
    VERIFYING,
    /** Swaps the new version in; from here on the work is in the journal. */
    APPLYING,
    /** Probes the new version until an attempt passes or all are used (R29). */
    PROBING,
    /** Puts back what was there before. */
    ROLLING_BACK,
    /** Restores the previous version because the server asked for it (R22). */
    REVERTING,
    /** Hands the verdict over to the report queue. */
    SETTLING,
    /** The server retired this device; nothing follows (R10). */
    DECOMMISSIONED;

    /** Whether a change to the device has begun, and has to be finished or undone whatever the server says. */
    public boolean isWorkInHand() {
        return switch (this) {
            case APPLYING, PROBING, ROLLING_BACK, REVERTING, SETTLING -> true;
            case REGISTERING, LISTENING, DOWNLOADING, VERIFYING, DECOMMISSIONED -> false;
        };
    }

    /** Whether no tick follows. */
    public boolean isTerminal() {
        return this == DECOMMISSIONED;
    }
}
