package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recomputes the chains of a fleet, event by event, and looks for revisions that are missing (R32). */
final class ChainVerification {

    private static final int MOST_FINDINGS = 20;

    private final Map<String, Long> revisions = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private long events;

    /** Verifies the event that stands after {@code before}; answers the head that it claims to make. */
    ChainHead verify(ChainHead before, ChainedEvent found) {
        events++;
        String where = "lane " + found.lane() + " sequence " + found.sequence();
        if (!found.previousHash().equals(before.hash())) {
            finding(where + ": the previous hash is not the hash of the event before");
        } else if (!before.append(found.event()).hash().equals(found.hash())) {
            finding(where + ": the hash is not that of the event");
        }
        long revision = found.event().revision();
        long last = revisions.getOrDefault(found.event().subject(), 0L);
        if (revision != last + 1) {
            finding(where + ": subject " + found.event().subject() + " is at revision " + revision
                    + ", expected " + (last + 1));
        }
        revisions.put(found.event().subject(), revision);
        return found.head();
    }

    /** Verifies that a lane ends where its head said. */
    void verifyEnd(ChainHead reached, ChainHead head) {
        if (!reached.equals(head)) {
            finding("lane " + head.lane() + ": the last event's hash is not the head's");
        }
    }

    long events() {
        return events;
    }

    /** {@code intact} or {@code broken}. */
    String verdict() {
        return findings.isEmpty() ? "intact" : "broken";
    }

    /** What is wrong; the first few. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    private void finding(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }
}
