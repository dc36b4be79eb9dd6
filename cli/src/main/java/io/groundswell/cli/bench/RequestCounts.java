package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.cli.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Reads a LocalCloud's request log from one moment to another. */
final class RequestCounts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path file;

    RequestCounts(Path file) {
        this.file = file;
    }

    /** Now, in the log. */
    long now() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Now, once everything that is under way has come to its end: nothing was asked for a while. */
    long whenQuiet() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long size = now();
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET.toNanos()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailed("expected the stack to come to rest within " + PATIENCE.toSeconds() + " s, found it still at work");
            }
            LockSupport.parkNanos(POLL.toNanos());
            if (now() != size) {
                size = now();
                since = System.nanoTime();
            }
        }
        return size;
    }

    /** Everything that was asked between two moments. */
    List<LoggedRequest> between(long from, long until) {
        List<LoggedRequest> requests = new ArrayList<>();
        forEach(from, until, requests::add);
        return requests;
    }

    /** Hands over everything that was asked between two moments, in order. */
    void forEach(long from, long until, Consumer<LoggedRequest> visitor) {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(from);
            BufferedReader lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            long read = from;
            while (read < until) {
                String line = lines.readLine();
                read += line.getBytes(StandardCharsets.UTF_8).length + 1;
                visitor.accept(LoggedRequest.of(JSON.readTree(line)));
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandFailed unreadable(IOException e) {
        return new CommandFailed("the request log " + file + " cannot be read: " + e.getMessage(), e);
    }
}
