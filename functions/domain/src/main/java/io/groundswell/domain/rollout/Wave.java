package io.groundswell.domain.rollout;

import io.groundswell.domain.group.Position;
import java.util.Optional;

/**
 * One wave of a created rollout; its split never changes (R14).
 *
 * @param bound the last position that belongs to it, 64 hexadecimal digits; an empty wave repeats the one before
 * @param size the devices in it that were live at creation
 * @param approvedBy who approved it, while that approval is valid; a halt voids an unused one (R20)
 */
public record Wave(int index, Percent percent, Approval approval, String bound, int size, Optional<String> approvedBy) {

    /** Whether the wave may open without anybody being asked. */
    public boolean mayOpen() {
        return approval == Approval.AUTO || approvedBy.isPresent();
    }

    boolean holdsUpTo(Position position) {
        return position.hex().compareTo(bound) <= 0;
    }

    Wave approved(String actor) {
        return new Wave(index, percent, approval, bound, size, Optional.of(actor));
    }

    Wave unapproved() {
        return new Wave(index, percent, approval, bound, size, Optional.empty());
    }
}
