package io.groundswell.domain.group;

import java.util.OptionalLong;

/**
 * A device's place in a group.
 *
 * @param retirement the tick of the group's clock at which the device was decommissioned; empty while it is live
 */
public record Membership(String group, String device, Position position, OptionalLong retirement) {

    public boolean isRetired() {
        return retirement.isPresent();
    }

    /**
     * Whether the member was live when the group's clock showed {@code clock}.
     *
     * <p>A rollout remembers the clock it was created at, so creation and decommission agree on who was counted,
     * however the two interleave (R10).
     */
    public boolean wasLiveAt(long clock) {
        return retirement.isEmpty() || retirement.getAsLong() > clock;
    }
}
