package io.groundswell.cli.bench;

import io.groundswell.domain.device.WorkState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A device's report takes one unit of the fleet table and a few of the audit table; the chain's head and the tally are shared. */
record ReportBudget(TestBench bench) {

    private static final int FLEET = 1;
    private static final int AUDIT = 5;

    private record Cost(double work, double audit, double shared) {

        static Cost of(List<LoggedRequest> requests) {
            return new Cost(
                    sum(requests, LoggedRequest.Item::isWork, item -> item.writes() + item.indexes()),
                    sum(requests, item -> item.isAudit() && item.partition().startsWith("DEVICE#"), item -> item.writes() + item.indexes()),
                    sum(requests, item -> item.isHead() || item.isTally(), LoggedRequest.Item::writes));
        }

        private static double sum(List<LoggedRequest> requests, Predicate<LoggedRequest.Item> such, ToDoubleFunction<LoggedRequest.Item> units) {
            return requests.stream().flatMap(request -> request.writes().stream()).filter(such).mapToDouble(units).sum();
        }
    }

    /** Measured on a rollout that is open to these devices: the first reports alone, the others all at once. */
    List<Budget> measure(String rollout, List<LightDevice> devices) {
        List<Cost> alone = new ArrayList<>();
        LightDevice.REPORTS.forEach(state -> alone.add(reported(rollout, devices.getFirst(), state)));
        double work = alone.stream().mapToDouble(Cost::work).max().orElseThrow();
        double audit = alone.stream().mapToDouble(Cost::audit).max().orElseThrow();
        List<LightDevice> others = devices.subList(1, devices.size());
        double shared = together(rollout, others).shared() / (others.size() * LightDevice.REPORTS.size());
        return List.of(
                Budget.of("device report: write units of the fleet table", Integer.toString(FLEET), Budget.number(work), work == FLEET),
                Budget.of("device report: write units of the audit table, indexes included", "≤ " + AUDIT, Budget.number(audit),
                        audit > 0 && audit <= AUDIT),
                Budget.of("chain head and tally: write units for a report", "amortised",
                        Budget.number(shared) + " of " + others.size() + " devices at once, alone "
                                + Budget.number(alone.stream().mapToDouble(Cost::shared).max().orElseThrow()),
                        shared <= alone.stream().mapToDouble(Cost::shared).max().orElseThrow()));
    }

    private Cost reported(String rollout, LightDevice device, WorkState state) {
        long from = bench.requests().whenQuiet();
        device.report(rollout, state);
        return Cost.of(bench.requests().between(from, bench.requests().whenQuiet()));
    }

    private Cost together(String rollout, List<LightDevice> devices) {
        long from = bench.requests().whenQuiet();
        devices.parallelStream().forEach(device -> LightDevice.REPORTS.forEach(state -> device.report(rollout, state)));
        return Cost.of(bench.requests().between(from, bench.requests().whenQuiet()));
    }
}
