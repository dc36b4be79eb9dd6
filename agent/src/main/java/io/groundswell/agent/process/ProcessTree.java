package io.groundswell.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Every process that one program started: its descendants, and those whose parents ended before, which are found by a
 * mark in the environment that children inherit.
 */
public record ProcessTree(String mark) {

    /** The variable that carries the mark. */
    public static final String MARK = "GROUNDSWELL_RUN";

    /** A program that starts processes faster than they are killed is left to the service's control group. */
    private static final int ROUNDS = 20;
    private static final Duration DEATH = Duration.ofSeconds(1);

    /** Kills until none is left. */
    public void kill(Process process) {
        List<ProcessHandle> first = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        end(first);
        for (int i = 0; i < ROUNDS; i++) {
            List<ProcessHandle> marked = ProcessHandle.allProcesses().filter(this::isMarked).toList();
            if (marked.isEmpty()) {
                return;
            }
            end(marked);
        }
    }

    private static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture<?>[] ends = processes.stream().map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends).completeOnTimeout(null, DEATH.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return List.of(new String(environment, StandardCharsets.ISO_8859_1).split("\0"))
                    .contains(MARK + "=" + mark);
        } catch (IOException e) {
            // Ended meanwhile, or another user's, which this program cannot have started.
            return false;
        }
    }
}
