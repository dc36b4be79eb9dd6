package io.groundswell.cli.bench;

/**
 * What a kill loop does.
 *
 * @param rounds rollouts, one after the other over the same fleet
 * @param seed of the order in which processes are killed
 * @param functionEveryMs mean time between kills of a function's process
 * @param cloudEveryMs mean time between kills of LocalCloud itself
 */
record KillPlan(int devices, int rounds, int seed, int functionEveryMs, int cloudEveryMs) {

    @Override
    public String toString() {
        return devices + " devices, " + rounds + " rounds, seed " + seed + ", a function every " + functionEveryMs
                + " ms and LocalCloud every " + cloudEveryMs + " ms on average";
    }
}
