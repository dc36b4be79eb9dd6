package io.groundswell.agent.command;

import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.agent.connection.CallFailed;
import io.groundswell.agent.connection.DeviceApi;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.agent.connection.Registration;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.UpdateSource;
import io.groundswell.domain.probe.Probe;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Heartbeats that go on while a download or a probe attempt takes long, so that a busy device does not count as
 * silent (R9). What the server answers to them is left for the agent to ask again.
 */
final class LifeSigns implements DeviceApi {

    /** A little earlier than the server expects. */
    private static final double EARLY = 0.9;

    private final DeviceApi api;
    private final Consumer<String> log;
    private volatile Duration interval;

    /** @param interval until the server says another */
    LifeSigns(DeviceApi api, Duration interval, Consumer<String> log) {
        this.api = api;
        this.interval = interval;
        this.log = log;
    }

    @Override
    public void register(Registration registration) {
        api.register(registration);
    }

    @Override
    public Heartbeat heartbeat() {
        Heartbeat heartbeat = api.heartbeat();
        interval = heartbeat.interval();
        return heartbeat;
    }

    @Override
    public void report(Report report) {
        api.report(report);
    }

    /** A prober whose attempts may take as long as they like. */
    Prober during(Prober prober) {
        return probe -> {
            try {
                return during(() -> prober.attempt(probe));
            } catch (IOException e) {
                throw new IllegalStateException("a probe attempt throws nothing", e);
            }
        };
    }

    /** Updates whose downloads may take as long as they like. */
    UpdateSource during(UpdateSource updates) {
        return new UpdateSource() {
            @Override
            public Update resolve(ArtifactFacts facts) {
                return updates.resolve(facts);
            }

            @Override
            public void download(Update update, OutputStream sink) throws IOException {
                during(() -> {
                    updates.download(update, sink);
                    return update;
                });
            }
        };
    }

    private <T> T during(Callable<T> work) throws IOException {
        Thread signs = Thread.ofVirtual().name("life-signs").start(this::show);
        try {
            return work.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            signs.interrupt();
            awaitEnd(signs);
        }
    }

    private void show() {
        try {
            while (true) {
                Thread.sleep(Duration.ofMillis(Math.round(interval.toMillis() * EARLY)));
                showOnce();
            }
        } catch (InterruptedException e) {
            // The work is over, and the agent's own heartbeats go on.
            Thread.currentThread().interrupt();
        }
    }

    private void showOnce() {
        try {
            heartbeat();
        } catch (CallFailed e) {
            log.accept("no sign of life during long work: " + e.getMessage());
        }
    }

    private static void awaitEnd(Thread signs) {
        try {
            signs.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
