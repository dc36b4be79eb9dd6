package io.groundswell.domain.audit;

import io.groundswell.domain.audit.Finding.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The revisions of every subject of a lane: 1, 2, 3 … each once (R32).
 *
 * <p>They stand in their order, but for events that were reconciled: such a one may fill a gap that was left open.
 */
final class Revisions {

    /** More absent revisions in a row than any subject has are no gap that could be filled. */
    private static final long MOST_ABSENT = 10_000;

    private final Consumer<Finding> findings;
    private final Map<String, Long> last;
    /** Subject → absent revision → the place where it should have stood. */
    private final Map<String, TreeMap<Long, String>> absent;

    Revisions(Map<String, Long> last, Map<String, Map<Long, String>> absent, Consumer<Finding> findings) {
        this.last = new HashMap<>(last);
        this.absent = new HashMap<>();
        absent.forEach((subject, revisions) -> this.absent.put(subject, new TreeMap<>(revisions)));
        this.findings = findings;
    }

    Map<String, Long> last() {
        return Map.copyOf(last);
    }

    Map<String, Map<Long, String>> absent() {
        return Map.copyOf(absent);
    }

    /** The revision of a subject that should come next. */
    long next(String subject) {
        return last.getOrDefault(subject, 0L) + 1;
    }

    /** Takes an event that is not what was hashed: it counts only where it is the one that should come. */
    void takeAltered(ChainedEvent found) {
        String subject = found.event().subject();
        if (found.event().revision() == next(subject)) {
            last.put(subject, found.event().revision());
        } else {
            fill(subject, found.event().revision());
        }
    }

    void take(ChainedEvent found, String place) {
        String subject = found.event().subject();
        long revision = found.event().revision();
        long before = last.getOrDefault(subject, 0L);
        if (revision > before) {
            last.put(subject, revision);
            skipped(found, before, place);
            return;
        }
        if (!fill(subject, revision)) {
            findings.accept(Finding.at(Kind.INSERTED, place, found, "this revision of the subject stands before it"));
        } else if (!found.event().isReconciled()) {
            findings.accept(Finding.at(Kind.REORDERED, place, found, "it stands after revision " + before
                    + " of its subject and is not marked as reconciled"));
        }
    }

    private boolean fill(String subject, long revision) {
        TreeMap<Long, String> open = absent.getOrDefault(subject, new TreeMap<>());
        boolean filled = open.remove(revision) != null;
        if (open.isEmpty()) {
            absent.remove(subject);
        }
        return filled;
    }

    private void skipped(ChainedEvent found, long before, String place) {
        long revision = found.event().revision();
        if (revision - before > MOST_ABSENT) {
            findings.accept(Finding.at(Kind.MISSING, place, found, "revisions " + (before + 1) + " to " + (revision - 1)
                    + " of the subject are missing before it"));
            return;
        }
        String where = (place.isEmpty() ? "" : place + ", ") + "lane " + found.lane() + " sequence " + found.sequence();
        for (long missing = before + 1; missing < revision; missing++) {
            absent.computeIfAbsent(found.event().subject(), subject -> new TreeMap<>()).put(missing, where);
        }
    }

    /** Reports what was never filled, a run of revisions as one. */
    void end() {
        new TreeMap<>(absent).forEach((subject, revisions) -> {
            while (!revisions.isEmpty()) {
                long first = revisions.firstKey();
                String where = revisions.get(first);
                long end = first;
                while (where.equals(revisions.get(end + 1))) {
                    end++;
                }
                findings.accept(new Finding(Kind.MISSING, where, (first == end ? "revision " + first
                        : "revisions " + first + " to " + end) + " of subject " + subject
                        + (first == end ? " is" : " are") + " missing before this event"));
                revisions.headMap(end, true).clear();
            }
        });
    }
}
