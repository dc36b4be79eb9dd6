package io.groundswell.domain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ContributionProperties {

    private static final int DEVICES = 5;

    /** One device takes a state that is recorded in an epoch. */
    record Step(int device, WorkState state, int epoch) {
    }

    @Property
    @Label("[R32] whatever devices report and whenever they retire, the tally always equals a recount")
    void tallyEqualsARecount(@ForAll @Size(max = 60) List<@From("steps") Step> steps) {
        Map<String, Integer> tally = new HashMap<>();
        List<Step> devices = new ArrayList<>(Collections.nCopies(DEVICES, new Step(0, WorkState.NONE, 0)));
        for (Step step : steps) {
            Step old = devices.set(step.device(), step);
            Contribution.change(Contribution.of(old.state(), old.epoch()), Contribution.of(step.state(), step.epoch()))
                    .forEach((counter, n) -> tally.merge(counter, n, Integer::sum));
            tally.values().removeIf(n -> n == 0);
            assertEquals(recount(devices), tally);
        }
    }

    @Property
    @Label("[R10] a device is never counted twice: healthy, failed, rolled back and excluded together are at most one")
    void neverCountedTwice(@ForAll WorkState state, @ForAll("epochs") int epoch) {
        Map<String, Integer> counted = new HashMap<>(Contribution.of(state, epoch));
        counted.remove("reverted");
        counted.remove("revert_skipped");
        assertTrue(counted.values().stream().mapToInt(Integer::intValue).sum() <= 1);
    }

    @Property
    @Label("[R25] recording the same state again moves no tally")
    void sameStateMovesNothing(@ForAll WorkState state, @ForAll("epochs") int epoch) {
        assertEquals(Map.of(), Contribution.change(Contribution.of(state, epoch), Contribution.of(state, epoch)));
    }

    @Provide
    Arbitrary<Integer> epochs() {
        return Arbitraries.integers().between(0, 3);
    }

    @Provide
    Arbitrary<Step> steps() {
        return Combinators.combine(Arbitraries.integers().between(0, DEVICES - 1), Arbitraries.of(WorkState.class),
                epochs()).as(Step::new);
    }

    private static Map<String, Integer> recount(List<Step> devices) {
        Map<String, Integer> counts = new HashMap<>();
        for (Step device : devices) {
            String counter = switch (device.state()) {
                case NONE, DOWNLOADING, VERIFYING, APPLYING -> "";
                case HEALTHY, REVERTED, REVERT_SKIPPED -> "healthy";
                case FAILED -> "failed_" + device.epoch();
                case ROLLED_BACK -> "rolled_back_" + device.epoch();
                case EXCLUDED -> "excluded";
            };
            counts.merge(counter, 1, Integer::sum);
            counts.merge(device.state().isReversal() ? device.state().word() : "", 1, Integer::sum);
        }
        counts.remove("");
        return counts;
    }
}
