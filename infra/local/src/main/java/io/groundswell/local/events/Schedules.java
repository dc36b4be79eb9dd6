package io.groundswell.local.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * EventBridge Scheduler's timers.
 *
 * <p>A schedule fires one period after it was made and every period from then on. When it last fired outlives a restart, so
 * that one which fell due while nothing ran fires at the next start, once.
 */
public final class Schedules implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Schedules.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String account;
    private final String region;
    private final BiConsumer<String, byte[]> target;
    private final KeptJson fired;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("schedules").unstarted(task));

    /**
     * Timers that stand still until they are added.
     *
     * @param target takes a function's ARN and an event
     */
    public Schedules(String account, String region, BiConsumer<String, byte[]> target, Optional<Path> file, Clock clock) {
        this.account = account;
        this.region = region;
        this.target = target;
        this.fired = KeptJson.in(file);
        this.clock = clock;
    }

    /** Starts a timer. */
    public void add(String name, Rate rate, String function) {
        Instant now = clock.instant();
        String last = fired.read().path(name).textValue();
        if (last == null) {
            fired.update(times -> times.put(name, now.toString()));
        }
        Duration since = Duration.between(last == null ? now : Instant.parse(last), now);
        long delay = Math.max(0, rate.period().minus(since).toMillis());
        timer.scheduleAtFixedRate(() -> fire(name, function), delay, rate.period().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Noted only once it is sent: one that fires as everything ends fires again, rather than not at all. */
    private void fire(String name, String function) {
        try {
            target.accept(function, event(name));
            fired.update(times -> times.put(name, clock.instant().toString()));
        } catch (UncheckedIOException e) {
            LOG.log(System.Logger.Level.ERROR, "the schedule " + name + " could not fire; it does at its next time or the next start", e);
        }
    }

    /** What a target without input of its own is given. */
    public byte[] event(String name) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.scheduler");
        event.put("account", account);
        event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        event.putArray("resources").add("arn:aws:scheduler:" + region + ":" + account + ":schedule/default/" + name);
        event.put("detail", "{}");
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Waits for the timer that is firing: when this returns, what it fired is noted, and nothing is written any more. */
    @Override
    public void close() {
        timer.close();
    }
}
