package io.groundswell.agent.report;

import java.util.Optional;

/** Reports that the server has not answered yet, oldest first; what was added survives as long as the port promises. */
public interface ReportQueue {

    /** Appends a report; when this returns, the queue holds it. */
    void add(Report report);

    /** The oldest report. */
    Optional<Report> first();

    /** Forgets the oldest report. */
    void removeFirst();
}
