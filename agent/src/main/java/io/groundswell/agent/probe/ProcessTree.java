package io.groundswell.agent.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Every process that one probe attempt started, found by a mark in the environment that children inherit.
 *
 * <p>Parents alone would not do: a process whose parent has ended belongs to init.
 *
 * @param mark unique to the attempt
 */
record ProcessTree(String mark) {

    /** The variable that carries the mark. */
    static final String MARK = "GROUNDSWELL_PROBE";

    private static final Path PROCESSES = Path.of("/proc");
    /** A program that starts processes faster than they are killed is left to the service's control group. */
    private static final int ROUNDS = 20;
    private static final Duration DEATH = Duration.ofSeconds(1);

    /** Kills until none is left. */
    void kill() {
        for (int i = 0; i < ROUNDS; i++) {
            List<ProcessHandle> members = members();
            if (members.isEmpty()) {
                return;
            }
            members.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(members);
        }
    }

    /** A process in the middle of a disk access dies later; it is looked for again. */
    private static void awaitEnd(List<ProcessHandle> members) {
        CompletableFuture<?>[] ends = members.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends).completeOnTimeout(null, DEATH.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private List<ProcessHandle> members() {
        String entry = MARK + "=" + mark;
        return ProcessHandle.allProcesses().filter(process -> carries(process.pid(), entry)).toList();
    }

    private static boolean carries(long pid, String entry) {
        try {
            byte[] environment = Files.readAllBytes(PROCESSES.resolve(pid + "/environ"));
            return List.of(new String(environment, StandardCharsets.ISO_8859_1).split("\0")).contains(entry);
        } catch (IOException e) {
            // Ended meanwhile, or another user's, which no probe of this agent can have started.
            return false;
        }
    }
}
