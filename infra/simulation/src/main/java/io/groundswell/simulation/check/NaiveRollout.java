package io.groundswell.simulation.check;

import static io.groundswell.simulation.check.Read.map;
import static io.groundswell.simulation.check.Read.text;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A rollout by its rules alone: what is on record of each device, and what should happen next (R13, R18, R19, R21, R23). */
final class NaiveRollout {

    private static final Set<String> FINAL = Set.of("succeeded", "failed", "aborted");
    private static final Set<String> GOOD = Set.of("healthy", "reverted", "revert_skipped");
    private static final Set<String> BAD = Set.of("failed", "rolled_back");

    final String fleet;
    final String id;
    final String group;
    final String artifact;
    final String version;
    final String createdBy;
    final boolean separated;
    private final String createdAt;
    /** Devices that count, with the wave that each is in. */
    final Map<String, Integer> waves = new TreeMap<>();
    final List<Boolean> manual = new ArrayList<>();
    /** Percentage and approval of every wave. */
    final List<String> asked = new ArrayList<>();
    final BigDecimal tolerance;
    final Map<String, String> recorded = new TreeMap<>();
    final Map<String, Long> epochs = new TreeMap<>();
    final Set<String> acknowledged = new TreeSet<>();
    final Set<Integer> approved = new TreeSet<>();
    final List<Version> versions = new ArrayList<>();
    String status = "created";
    int open = -1;
    long epoch;
    long rev = 1;

    /** The rollout's item from a step on. */
    record Version(long step, Instant at, String status, int open, long epoch, Set<Integer> approved, boolean reverting) {

        boolean isFinal() {
            return FINAL.contains(status);
        }

        boolean isAborted(boolean toRevert) {
            return toRevert ? reverting : status.equals("aborted") && !reverting;
        }
    }

    /**
     * What the tallies say of the open waves.
     *
     * @param failures that nobody acknowledged
     */
    record Figures(int failures, int devices) {
    }

    NaiveRollout(Map<String, AttributeValue> item) {
        fleet = text(item, "fleet");
        id = text(item, "id");
        group = text(item, "group");
        artifact = text(map(item, "artifact"), "name");
        version = text(map(item, "artifact"), "version");
        createdBy = text(item, "created_by");
        separated = item.get("separation_of_duties").bool();
        createdAt = text(item, "created_at");
        tolerance = new BigDecimal(text(item, "max_failure_rate"));
    }

    /** Oldest first, and by id where two are of the same moment (R28). */
    String order() {
        return createdAt + id;
    }

    boolean isOlderAndOfTheSameArtifact(NaiveRollout other) {
        return this != other && artifact.equals(other.artifact) && order().compareTo(other.order()) < 0;
    }

    /** When the wave was opened, only for one that was; −1 for the rollout itself. */
    Instant openedAt(int wave) {
        return versions.stream().filter(version -> version.open() >= wave).findFirst().orElseThrow().at();
    }

    /** Splits devices, in the order of their positions, at these percentages; returns the sizes. */
    List<Integer> split(List<String> devices, List<BigDecimal> percents) {
        List<Integer> sizes = new ArrayList<>();
        int from = 0;
        for (BigDecimal percent : percents) {
            BigDecimal[] cut = percent.multiply(BigDecimal.valueOf(devices.size()))
                    .divideAndRemainder(BigDecimal.valueOf(100));
            int to = cut[0].intValue() + cut[1].signum();
            for (String device : devices.subList(from, to)) {
                waves.put(device, sizes.size());
            }
            sizes.add(to - from);
            from = to;
        }
        return sizes;
    }

    boolean isFinal() {
        return FINAL.contains(status);
    }

    /** The event that should be next, {@code nothing} while there is none to wait for but devices and people. */
    String next() {
        if (isFinal()) {
            return "nothing";
        }
        if (count(device -> !isDone(device)) == 0) {
            return count(device -> BAD.contains(state(device))) == 0 ? "rollout.succeeded" : "rollout.failed";
        }
        if (status.equals("halted")) {
            return "nothing";
        }
        Figures figures = figures();
        if (figures.devices() > 0 && BigDecimal.valueOf(figures.failures())
                .compareTo(tolerance.multiply(BigDecimal.valueOf(figures.devices()))) > 0) {
            return "rollout.halted";
        }
        if (count(device -> waves.get(device) == open && !isDone(device)) > 0) {
            return "nothing";
        }
        if (manual.get(open + 1) && !approved.contains(open + 1)) {
            return status.equals("waiting_for_approval") ? "nothing" : "rollout.waiting_for_approval";
        }
        return "rollout.wave_opened";
    }

    Figures figures() {
        int failures = count(device -> waves.get(device) <= open && BAD.contains(state(device))
                && !acknowledged.contains(device));
        return new Figures(failures, count(device -> waves.get(device) <= open));
    }

    /** Every failure on record is known from now on. */
    void acknowledge() {
        recorded.forEach((device, state) -> {
            if (BAD.contains(state)) {
                acknowledged.add(device);
            }
        });
    }

    /** Whether some version that was current between the two steps satisfies this. */
    boolean wasEver(long from, long to, Predicate<Version> condition) {
        for (int i = 0; i < versions.size(); i++) {
            long until = i + 1 < versions.size() ? versions.get(i + 1).step() - 1 : Long.MAX_VALUE;
            if (versions.get(i).step() <= to && until >= from && condition.test(versions.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether every version that was current between the two steps satisfies this. */
    boolean wasAlways(long from, long to, Predicate<Version> condition) {
        return !wasEver(from, to, condition.negate()) && versions.getFirst().step() <= from;
    }

    /** Counters by wave, as tallies hold them. */
    Map<String, Long> tally() {
        Map<String, Long> tally = new TreeMap<>();
        recorded.forEach((device, state) -> {
            String wave = waves.get(device) + " ";
            if (GOOD.contains(state)) {
                tally.merge(wave + "healthy", 1L, Long::sum);
            }
            if (BAD.contains(state)) {
                tally.merge(wave + state + "_" + epochs.get(device), 1L, Long::sum);
            } else if (state.equals("excluded") || state.startsWith("revert")) {
                tally.merge(wave + state, 1L, Long::sum);
            }
        });
        return tally;
    }

    boolean isLive(String device) {
        return waves.containsKey(device) && !state(device).equals("excluded");
    }

    String state(String device) {
        return recorded.getOrDefault(device, "pending");
    }

    static boolean isTerminal(String state) {
        return GOOD.contains(state) || BAD.contains(state);
    }

    private boolean isDone(String device) {
        return isTerminal(state(device));
    }

    private int count(Predicate<String> condition) {
        return (int) waves.keySet().stream().filter(this::isLive).filter(condition).count();
    }
}
