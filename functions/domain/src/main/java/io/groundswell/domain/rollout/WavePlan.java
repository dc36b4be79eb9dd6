package io.groundswell.domain.rollout;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.group.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits the live members of a group into waves (R13, R14). */
public final class WavePlan {

    private WavePlan() {
    }

    /**
     * The waves of a rollout over these members.
     *
     * @param live positions of the members that are live now, in ascending order
     * @throws InvalidRequest when no member is live
     */
    public static List<Wave> of(List<WaveSpec> specs, List<Position> live) {
        if (live.isEmpty()) {
            throw new InvalidRequest("the group must have at least one live device, found none: "
                    + "every member was decommissioned");
        }
        requireAscending(live);
        List<Wave> waves = new ArrayList<>(specs.size());
        int from = 0;
        for (WaveSpec spec : specs) {
            int to = spec.percent().cut(live.size());
            String bound = live.get(to - 1).hex();
            waves.add(new Wave(waves.size(), spec.percent(), spec.approval(), bound, to - from, Optional.empty()));
            from = to;
        }
        return List.copyOf(waves);
    }

    /** Bounds say who is in a wave only when the positions were walked in their order, each once. */
    private static void requireAscending(List<Position> live) {
        for (int i = 1; i < live.size(); i++) {
            if (live.get(i - 1).compareTo(live.get(i)) >= 0) {
                throw new IllegalArgumentException("positions must ascend, found " + live.get(i).hex() + " after "
                        + live.get(i - 1).hex());
            }
        }
    }
}
