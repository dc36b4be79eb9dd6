package io.groundswell.agent.process;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The programs that run right now, so that none of them stays behind when the agent is told to stop in the middle.
 *
 * <p>What they were run for is repeated at the next start; two of a kind would be in each other's way.
 */
public final class RunningTrees {

    private static final Map<ProcessTree, Process> RUNNING = new ConcurrentHashMap<>();

    private RunningTrees() {
    }

    /** From now on, a JVM that is told to stop kills what runs. */
    public static void endWithThisProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(RunningTrees::killAll, "kill-programs"));
    }

    static void killAll() {
        RUNNING.forEach((tree, process) -> tree.kill(process));
    }

    /** A program has begun. */
    public static void add(ProcessTree tree, Process process) {
        RUNNING.put(tree, process);
    }

    /** It has ended, or was killed. */
    public static void remove(ProcessTree tree) {
        RUNNING.remove(tree);
    }
}
