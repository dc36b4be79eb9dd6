package io.groundswell.cli.bench;

/**
 * What a kill loop does.
 *
 * @param rounds rollouts, one after the other over the same fleet
 * @param seed of the order in which processes are killed
 * @param functions kills of functions' processes
 * @param clouds kills of LocalCloud itself
 */
record KillPlan(int devices, int rounds, int seed, Kills functions, Kills clouds) {

    /**
     * Kills of one kind.
     *
     * @param everyMs mean time between two
     * @param most how many there are in one round at most
     */
    record Kills(int everyMs, int most) {

        static Kills every(int everyMs) {
            return new Kills(everyMs, Integer.MAX_VALUE);
        }

        @Override
        public String toString() {
            return "every " + everyMs + " ms" + (most == Integer.MAX_VALUE ? "" : ", " + most + " times at most");
        }
    }

    @Override
    public String toString() {
        return devices + " devices, " + rounds + " rounds, seed " + seed + ", functions " + functions + " and LocalCloud " + clouds
                + " on average";
    }
}
