package io.groundswell.cli.bench;

import java.io.PrintStream;
import java.util.function.Predicate;

/** What one rollout asked of the tables, added up. */
final class RunCounts {

    private long reads;
    private double readUnits;
    private double work;
    private double seen;
    private double shared;
    private double audit;
    private long events;
    private long transactions;
    private long refused;

    private RunCounts() {
    }

    static RunCounts of(RequestCounts requests, long from, long until) {
        RunCounts counts = new RunCounts();
        requests.forEach(from, until, counts::add);
        return counts;
    }

    private void add(LoggedRequest request) {
        reads += request.isRead() ? 1 : 0;
        refused += request.refused() ? 1 : 0;
        transactions += request.writes().stream().anyMatch(LoggedRequest.Item::isAudit) ? 1 : 0;
        events += request.writes().stream().filter(LoggedRequest.Item::isAudit).count();
        readUnits += request.consumed().stream().mapToDouble(LoggedRequest.Item::reads).sum();
        work += units(request, LoggedRequest.Item::isWork);
        seen += units(request, item -> item.sort().equals("SEEN"));
        shared += units(request, item -> item.isHead() || item.isTally());
        audit += units(request, LoggedRequest.Item::isAudit);
    }

    private static double units(LoggedRequest request, Predicate<LoggedRequest.Item> such) {
        return request.writes().stream().filter(such).mapToDouble(item -> item.writes() + item.indexes()).sum();
    }

    void print(PrintStream out, FleetRun run, int transitions) {
        double reports = run.reports().count();
        double beats = run.heartbeats().count() + run.idleHeartbeats().count();
        out.printf("  heartbeats %,.0f, %,d of them before the wave was seen to be open; reports %,.0f; refused writes %,d%n",
                beats, run.idleHeartbeats().count(), reports, refused);
        out.printf("  reads %,d requests, %,.0f units: %.2f requests for a heartbeat or report%n", reads, readUnits, reads / (beats + reports));
        out.printf("  fleet table, write units: %.2f a report, %.2f a heartbeat (last seen), %.2f a report for chain heads and tallies%n",
                work / reports, seen / beats, shared / reports);
        out.printf("  audit table: %,d events in %,d transactions, %.2f write units an event, indexes included%n",
                events, transactions, audit / events);
        out.printf("  Step Functions: %d transitions%n", transitions);
    }
}
