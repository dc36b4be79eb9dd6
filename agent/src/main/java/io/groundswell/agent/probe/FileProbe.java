package io.groundswell.agent.probe;

import io.groundswell.agent.probe.Prober.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A regular file that is there and not empty; links are followed, and nothing of the content is read (R4). */
final class FileProbe {

    private final LongSupplier nanoTime;

    FileProbe(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    Outcome attempt(String target, Duration timeout) {
        long begun = nanoTime.getAsLong();
        try {
            BasicFileAttributes file = Files.readAttributes(Path.of(target), BasicFileAttributes.class);
            if (nanoTime.getAsLong() - begun > timeout.toNanos()) {
                // The file's system took its time, as that of another machine may.
                return Outcome.TIMED_OUT;
            }
            return file.isRegularFile() && file.size() > 0 ? Outcome.HEALTHY : Outcome.UNHEALTHY;
        } catch (IOException e) {
            // Not there, or not for this agent to see: either way it is no sign of health.
            return Outcome.UNHEALTHY;
        }
    }
}
