package io.groundswell.simulation.check;

import io.groundswell.simulation.cloud.Cloud;
import java.util.Set;
import java.util.TreeSet;

/** Holds the system at rest, and what it is in the end, against the rules. */
public final class Judge {

    private static final int SHOWN_OF_AN_ID = 6;

    private final Ledger ledger;
    private final Cloud cloud;

    public Judge(Ledger ledger, Cloud cloud) {
        this.ledger = ledger;
        this.cloud = cloud;
    }

    /** With nothing under way, nothing is due: no wake-up was lost (R18, R23). */
    public void atRest() {
        Set<String> running = new TreeSet<>();
        cloud.workflows().running().forEach(input -> Violation.unless(running.add(input.path("rollout").asText()),
                "[R23] rollout %s has two executions", input.path("rollout").asText()));
        ledger.rollouts().values().forEach(rollout -> {
            Violation.unless(rollout.next().equals("nothing"), "[R18] nothing is under way, but %s of rollout %s is due",
                    rollout.next(), rollout.id);
            Violation.unless(running.contains(rollout.id) != rollout.isFinal(),
                    "[R23] rollout %s is %s and %s execution runs", rollout.id, rollout.status,
                    running.contains(rollout.id) ? "its" : "no");
            if (!rollout.isFinal()) {
                requirePlace(rollout);
                rollout.waves.keySet().forEach(device -> Violation.unless(
                        rollout.isLive(device) != ledger.wasDecommissioned(device),
                        "[R10] device %s is %s and counts in rollout %s as %s", device,
                        ledger.wasDecommissioned(device) ? "decommissioned" : "in service", rollout.id,
                        rollout.state(device)));
            }
        });
        ledger.requireComplete();
        ledger.requireRetired();
    }

    private void requirePlace(NaiveRollout rollout) {
        String place = switch (rollout.status) {
            case "halted" -> "AwaitOperator";
            case "waiting_for_approval" -> "AwaitApproval";
            default -> "WatchWave";
        };
        Violation.unless(place.equals(ledger.parked(rollout)), "[R23] rollout %s is %s and its execution waits in %s",
                rollout.id, rollout.status, ledger.parked(rollout));
    }

    /** What nobody needs any more is put away: only rollouts that devices may still revert are listed as active (R22). */
    public void atTheEnd() {
        Set<String> needed = new TreeSet<>();
        ledger.rollouts().values().stream().filter(rollout -> rollout.versions.getLast().reverting())
                .forEach(rollout -> needed.add(rollout.id));
        Violation.unless(needed.equals(ledger.listedAsActive()), "[R22] devices need rollouts %s, listed as active are %s",
                needed, ledger.listedAsActive());
    }

    /** Whether nothing is left to happen: every rollout is final, and who should revert has. */
    public boolean isOver() {
        return ledger.rollouts().values().stream().allMatch(rollout -> rollout.isFinal()
                && (!rollout.versions.getLast().reverting() || rollout.waves.keySet().stream().noneMatch(device ->
                        ledger.written(rollout.id, device).equals("healthy") && !ledger.wasDecommissioned(device))));
    }

    /** Where every rollout stands. */
    public String outcome() {
        StringBuilder outcome = new StringBuilder();
        ledger.rollouts().values().forEach(rollout -> outcome.append(outcome.isEmpty() ? "" : ", ")
                .append(rollout.id, 0, SHOWN_OF_AN_ID).append(' ').append(rollout.status));
        return outcome.toString();
    }
}
