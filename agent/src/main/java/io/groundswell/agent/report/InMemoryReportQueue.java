package io.groundswell.agent.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A queue that lives as long as its process, such as a virtual device's. */
public final class InMemoryReportQueue implements ReportQueue {

    private final Deque<Report> reports = new ArrayDeque<>();

    @Override
    public synchronized void add(Report report) {
        reports.addLast(report);
    }

    @Override
    public synchronized Optional<Report> first() {
        return Optional.ofNullable(reports.peekFirst());
    }

    @Override
    public synchronized void removeFirst() {
        reports.removeFirst();
    }
}
