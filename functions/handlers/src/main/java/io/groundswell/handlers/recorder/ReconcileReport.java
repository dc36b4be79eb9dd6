package io.groundswell.handlers.recorder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a reconciliation looked at, found and repaired; every count but the first two is of something that went wrong. */
final class ReconcileReport {

    private static final int MOST_DETAILS = 100;

    private long subjects;
    private long tallies;
    private long pending;
    private long replayed;
    private long reconciled;
    private long lost;
    private long corrected;
    private long behind;
    private final List<String> drift = new ArrayList<>();
    private final List<String> unresolved = new ArrayList<>();

    synchronized void compared(long items, long tooFresh) {
        subjects += items;
        pending += tooFresh;
    }

    synchronized void replayed(long records) {
        replayed += records;
    }

    synchronized void repaired(long exact, long irrecoverable) {
        reconciled += exact;
        lost += irrecoverable;
    }

    synchronized void recounted(long lanes) {
        tallies += lanes;
    }

    synchronized void corrected(String what) {
        corrected++;
        drift(what);
    }

    synchronized void behind(String what) {
        behind++;
        unresolved(what);
    }

    synchronized void drift(String what) {
        if (drift.size() < MOST_DETAILS) {
            drift.add(what);
        }
    }

    synchronized void unresolved(String what) {
        if (unresolved.size() < MOST_DETAILS) {
            unresolved.add(what);
        }
    }

    /** How many revisions were appended, tallies corrected or items found behind: more than none calls for a look. */
    synchronized long deviations() {
        return replayed + reconciled + lost + corrected + behind;
    }

    synchronized Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subjects_compared", subjects);
        json.put("tallies_recounted", tallies);
        json.put("pending", pending);
        json.put("replayed", replayed);
        json.put("reconciled", reconciled);
        json.put("lost", lost);
        json.put("tallies_corrected", corrected);
        json.put("items_behind", behind);
        json.put("drift", List.copyOf(drift));
        json.put("unresolved", List.copyOf(unresolved));
        return json;
    }
}
