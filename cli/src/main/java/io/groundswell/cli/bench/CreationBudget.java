package io.groundswell.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Creating a rollout writes the same few items whatever the size of its group (R16). */
record CreationBudget(TestBench bench) {

    private static final int MOST = 5;

    /** What creating one rollout wrote. */
    private record Written(int byTheCall, int evidence, int untilWaveOpen) {

        int created() {
            return byTheCall + evidence;
        }
    }

    /** @param groups a group of every size */
    Budget measure(Map<Integer, String> groups) {
        List<Written> written = new ArrayList<>();
        groups.values().forEach(group -> written.add(create(group)));
        boolean held = written.stream().mapToInt(Written::created).distinct().count() == 1 && written.getFirst().created() <= MOST;
        String sizes = String.join(", ", groups.keySet().stream().map("%,d"::formatted).toList());
        return Budget.of("creating a rollout, group of " + sizes + ": items written", "the same, ≤ " + MOST, described(written), held);
    }

    private Written create(String group) {
        long from = bench.requests().whenQuiet();
        String id = bench.rollOut(group, List.of(TestBench.wave(10, "auto"), TestBench.wave(100, "manual")));
        bench.awaitWave(id, 0);
        long until = bench.requests().whenQuiet();
        List<LoggedRequest> requests = bench.requests().between(from, until);
        String partition = "ROLLOUT#" + TestBench.FLEET + "#" + id;
        bench.approver().post(TestBench.path("/rollouts/" + id + "/abort"), Map.of("policy", "keep"));
        return new Written(
                items(requests, item -> item.sort().equals("ACTIVE#" + id)),
                items(requests, item -> item.isAudit() && item.partition().equals(partition) && item.sort().endsWith("#000000000001")),
                requests.stream().mapToInt(request -> request.writes().size()).sum());
    }

    /** Items of the transactions that write such an item. */
    private static int items(List<LoggedRequest> requests, Predicate<LoggedRequest.Item> such) {
        return requests.stream().map(LoggedRequest::writes).filter(writes -> writes.stream().anyMatch(such))
                .mapToInt(List::size).sum();
    }

    private static String described(List<Written> written) {
        return String.join(" / ", written.stream().map(one -> Integer.toString(one.created())).toList())
                + " (" + written.getFirst().byTheCall() + " by the call, " + written.getFirst().evidence() + " of evidence; until wave 0 is open "
                + String.join(" / ", written.stream().map(one -> Integer.toString(one.untilWaveOpen())).toList()) + ")";
    }
}
