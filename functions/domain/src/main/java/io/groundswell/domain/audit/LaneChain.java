package io.groundswell.domain.audit;

import io.groundswell.domain.audit.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One lane followed event by event: what does not follow from what stands before it is a finding (R32). */
final class LaneChain {

    private final Consumer<Finding> findings;
    /** Runs of sequences that have not been seen, by the first of the run. */
    private final TreeMap<Long, SequenceGap> gaps = new TreeMap<>();
    private ChainHead reached;
    private String reachedAt;
    /** Whether the last event was altered, so that its hash says nothing about the event after it. */
    private boolean altered;

    LaneChain(ChainHead start, boolean altered, List<SequenceGap> gaps, Consumer<Finding> findings) {
        this.reached = start;
        this.reachedAt = start.sequence() == 0 ? "its start" : "sequence " + start.sequence();
        this.altered = altered;
        this.findings = findings;
        gaps.forEach(this::add);
    }

    ChainHead reached() {
        return reached;
    }

    List<SequenceGap> gaps() {
        return List.copyOf(gaps.values());
    }

    boolean endsAltered() {
        return altered;
    }

    /** Takes the next event that was found and is genuine; false when it cannot be part of the chain. */
    boolean take(ChainedEvent found, String place) {
        if (found.sequence() <= reached.sequence()) {
            return late(found, place);
        }
        if (found.sequence() > reached.sequence() + 1) {
            add(new SequenceGap(reached.sequence() + 1, found.sequence() - 1, at(found, place)));
        } else if (!altered && !found.previousHash().equals(reached.hash())) {
            report(Kind.ALTERED, place, found, "the previous hash is not the hash of the event before, at "
                    + reachedAt + ": one of the two was replaced");
        }
        moveTo(found, place, false);
        return true;
    }

    /** Takes an event that is not what was hashed: it moves the chain only where it would be the next. */
    boolean takeAltered(ChainedEvent found, String place) {
        if (found.sequence() <= reached.sequence()) {
            return late(found, place);
        }
        if (found.sequence() == reached.sequence() + 1) {
            moveTo(found, place, true);
            return true;
        }
        return false;
    }

    private void moveTo(ChainedEvent found, String place, boolean isAltered) {
        reached = found.head();
        reachedAt = at(found, place);
        altered = isAltered;
    }

    private boolean late(ChainedEvent found, String place) {
        long sequence = found.sequence();
        Map.Entry<Long, SequenceGap> run = gaps.floorEntry(sequence);
        if (run == null || run.getValue().last() < sequence) {
            report(Kind.INSERTED, place, found, "an event with this sequence stands before it; the lane had reached "
                    + reached.sequence() + " at " + reachedAt);
            return false;
        }
        report(Kind.REORDERED, place, found, "it stands after sequence " + reached.sequence());
        SequenceGap gap = gaps.remove(run.getKey());
        if (gap.first() < sequence) {
            add(new SequenceGap(gap.first(), sequence - 1, gap.before()));
        }
        if (gap.last() > sequence) {
            add(new SequenceGap(sequence + 1, gap.last(), gap.before()));
        }
        return true;
    }

    private void add(SequenceGap gap) {
        gaps.put(gap.first(), gap);
    }

    /** Compares with where the lane is known to end. */
    void end(ChainHead head) {
        gaps.values().forEach(gap -> findings.accept(new Finding(Kind.REMOVED, gap.before(), "lane " + head.lane() + ": "
                + (gap.first() == gap.last() ? "sequence " + gap.first() + " is"
                : "sequences " + gap.first() + " to " + gap.last() + " are") + " missing before this event")));
        gaps.clear();
        if (reached.sequence() < head.sequence()) {
            findings.accept(new Finding(Kind.TRUNCATED, "", "lane " + head.lane() + " ends at sequence "
                    + reached.sequence() + " (" + reachedAt + "), its head is at sequence " + head.sequence() + ": "
                    + (head.sequence() - reached.sequence()) + " events are missing at its end"));
        } else if (reached.sequence() > head.sequence()) {
            findings.accept(new Finding(Kind.INSERTED, "", "lane " + head.lane() + " goes on to sequence "
                    + reached.sequence() + " (" + reachedAt + "), its head is at sequence " + head.sequence()));
        } else if (!altered && !reached.equals(head)) {
            findings.accept(new Finding(Kind.ALTERED, "", "lane " + head.lane() + " sequence " + head.sequence() + " ("
                    + reachedAt + "): the last event's hash is not the head's"));
        }
    }

    private static String at(ChainedEvent found, String place) {
        return place.isEmpty() ? "sequence " + found.sequence() : place;
    }

    private void report(Kind kind, String place, ChainedEvent found, String text) {
        findings.accept(Finding.at(kind, place, found, text));
    }
}
