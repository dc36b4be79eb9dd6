package io.groundswell.handlers.table;

import io.groundswell.domain.device.Contribution;
import io.groundswell.domain.rollout.Tallies;
import io.groundswell.domain.rollout.WaveTally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sums the tally items of a rollout: one per wave and lane, each holding a counter per attribute. */
final class TallyItems {

    private final List<Map<String, Integer>> waves = new ArrayList<>();

    TallyItems(int waves) {
        for (int i = 0; i < waves; i++) {
            this.waves.add(new HashMap<>());
        }
    }

    void add(Item tally) {
        int wave = Integer.parseInt(tally.text("SK").split("#", 3)[1]);
        tally.attributes().forEach((counter, value) -> {
            if (value.type() == AttributeValue.Type.N) {
                waves.get(wave).merge(counter, Integer.valueOf(value.n()), Integer::sum);
            }
        });
    }

    Tallies sum() {
        return new Tallies(waves.stream().map(TallyItems::tally).toList());
    }

    private static WaveTally tally(Map<String, Integer> counters) {
        return new WaveTally(counters.getOrDefault(Contribution.HEALTHY, 0),
                byEpoch(counters, Contribution.FAILED), byEpoch(counters, Contribution.ROLLED_BACK),
                counters.getOrDefault(Contribution.EXCLUDED, 0), counters.getOrDefault(Contribution.REVERTED, 0),
                counters.getOrDefault(Contribution.REVERT_SKIPPED, 0));
    }

    private static Map<Integer, Integer> byEpoch(Map<String, Integer> counters, String prefix) {
        Map<Integer, Integer> byEpoch = new HashMap<>();
        counters.forEach((counter, n) -> {
            if (counter.startsWith(prefix)) {
                byEpoch.put(Integer.valueOf(counter.substring(prefix.length())), n);
            }
        });
        return byEpoch;
    }
}
