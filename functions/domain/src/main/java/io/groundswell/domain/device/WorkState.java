package io.groundswell.domain.device;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;

/** A device's state on one rollout: what it reported last (R26, R22), or that it was retired (R10). */
public enum WorkState {
    /** Nothing was reported yet; never stored. */
    NONE("pending"),
    DOWNLOADING("downloading"),
    VERIFYING("verifying"),
    APPLYING("applying"),
    HEALTHY("healthy"),
    ROLLED_BACK("rolled_back"),
    FAILED("failed"),
    /** Was healthy and restored its previous artifact when asked to. */
    REVERTED("reverted"),
    /** Was healthy, was asked to restore, and had a reason not to. */
    REVERT_SKIPPED("revert_skipped"),
    /** Decommissioned; not part of any accounting. */
    EXCLUDED("excluded");

    private final String word;

    WorkState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether the device has work in hand. */
    public boolean isUnderWay() {
        return this == DOWNLOADING || this == VERIFYING || this == APPLYING;
    }

    /** Whether the update reached an end on the device. */
    public boolean isTerminal() {
        return this == HEALTHY || this == ROLLED_BACK || this == FAILED || isReversal();
    }

    public boolean isReversal() {
        return this == REVERTED || this == REVERT_SKIPPED;
    }

    public static WorkState parse(String word) {
        for (WorkState state : values()) {
            if (state.word.equals(word)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no device state is called " + word);
    }

    /** A state that a device may report. */
    public static WorkState parseReported(String word) {
        for (WorkState state : values()) {
            if (state.word.equals(word) && state != NONE && state != EXCLUDED) {
                return state;
            }
        }
        throw new InvalidRequest("state must be downloading, verifying, applying, healthy, rolled_back, failed, "
                + "reverted or revert_skipped, found " + Names.shown(word));
    }
}
