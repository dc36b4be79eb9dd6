package io.groundswell.domain.audit;

import io.groundswell.domain.audit.Finding.Kind;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One lane followed event by event: what does not follow from what stands before it is a finding (R32). */
final class LaneChain {

    private final Consumer<Finding> findings;
    /** Runs of sequences that have not been seen: first of the run → the run. */
    private final TreeMap<Long, Gap> gaps = new TreeMap<>();
    private ChainHead reached;
    private String reachedAt = "its start";

    /** A run of absent sequences and the event that stands where they should. */
    private record Gap(long last, String before) {
    }

    LaneChain(ChainHead start, Consumer<Finding> findings) {
        this.reached = start;
        this.findings = findings;
    }

    ChainHead reached() {
        return reached;
    }

    /** Takes the next event that was found; false when it cannot be part of the chain. */
    boolean take(ChainedEvent found, String place) {
        if (!found.isGenuine()) {
            report(Kind.ALTERED, place, found, "the hash is not that of the event");
        }
        if (found.sequence() <= reached.sequence()) {
            return late(found, place);
        }
        if (found.sequence() > reached.sequence() + 1) {
            gaps.put(reached.sequence() + 1, new Gap(found.sequence() - 1, place));
        } else if (!found.previousHash().equals(reached.hash())) {
            report(Kind.ALTERED, place, found, "the previous hash is not the hash of the event before, at "
                    + reachedAt + ": one of the two was replaced");
        }
        reached = found.head();
        reachedAt = place.isEmpty() ? "sequence " + found.sequence() : place;
        return true;
    }

    private boolean late(ChainedEvent found, String place) {
        long sequence = found.sequence();
        Map.Entry<Long, Gap> run = gaps.floorEntry(sequence);
        if (run == null || run.getValue().last() < sequence) {
            report(Kind.INSERTED, place, found, "an event with this sequence stands before it; the lane had reached "
                    + reached.sequence() + " at " + reachedAt);
            return false;
        }
        report(Kind.REORDERED, place, found, "it stands after sequence " + reached.sequence());
        gaps.remove(run.getKey());
        if (run.getKey() < sequence) {
            gaps.put(run.getKey(), new Gap(sequence - 1, run.getValue().before()));
        }
        if (run.getValue().last() > sequence) {
            gaps.put(sequence + 1, run.getValue());
        }
        return true;
    }

    /** Compares with where the lane is known to end. */
    void end(ChainHead head) {
        gaps.forEach((first, gap) -> findings.accept(new Finding(Kind.REMOVED, gap.before(), "lane " + head.lane() + ": "
                + (first == gap.last() ? "sequence " + first + " is" : "sequences " + first + " to " + gap.last() + " are")
                + " missing before this event")));
        if (reached.sequence() < head.sequence()) {
            findings.accept(new Finding(Kind.TRUNCATED, "", "lane " + head.lane() + " ends at sequence "
                    + reached.sequence() + " (" + reachedAt + "), its head is at sequence " + head.sequence() + ": "
                    + (head.sequence() - reached.sequence()) + " events are missing at its end"));
        } else if (reached.sequence() > head.sequence()) {
            findings.accept(new Finding(Kind.INSERTED, "", "lane " + head.lane() + " goes on to sequence "
                    + reached.sequence() + " (" + reachedAt + "), its head is at sequence " + head.sequence()));
        } else if (!reached.equals(head)) {
            findings.accept(new Finding(Kind.ALTERED, "", "lane " + head.lane() + " sequence " + head.sequence() + " ("
                    + reachedAt + "): the last event's hash is not the head's"));
        }
    }

    private void report(Kind kind, String place, ChainedEvent found, String text) {
        findings.accept(Finding.at(kind, place, found, text));
    }
}
