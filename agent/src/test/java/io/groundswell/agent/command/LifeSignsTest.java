package io.groundswell.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.connection.ArtifactFacts;
import io.groundswell.agent.connection.DeviceApi;
import io.groundswell.agent.connection.Heartbeat;
import io.groundswell.agent.connection.Registration;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.UpdateRefused;
import io.groundswell.agent.update.UpdateSource;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LifeSignsTest {

    private static final Probe PROBE = new Probe(ProbeType.FILE, "/run/ok", 300, 1, 0);

    private final CountDownLatch heartbeats = new CountDownLatch(3);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private volatile boolean isDown;
    private final LifeSigns signs = new LifeSigns(new DeviceApi() {

        @Override
        public void register(Registration registration) {
            throw new AssertionError("nothing registers here");
        }

        @Override
        public Heartbeat heartbeat() {
            heartbeats.countDown();
            if (isDown) {
                throw new Unreachable("no answer");
            }
            return new Heartbeat(Duration.ofMillis(5), List.of());
        }

        @Override
        public void report(Report report) {
            throw new AssertionError("nothing reports here");
        }
    }, Duration.ofMillis(20), log::add);

    private boolean heartbeatsCame() {
        try {
            return heartbeats.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("[R9] the device shows life while a probe attempt takes long, also after a server's moment of trouble")
    void duringAProbe() {
        isDown = true;
        assertEquals(Outcome.HEALTHY, signs.during(probe -> heartbeatsCame() ? Outcome.HEALTHY : Outcome.TIMED_OUT)
                .attempt(PROBE));
        assertEquals("no sign of life during long work: no answer", log.getFirst());
    }

    @Test
    @DisplayName("[R9] the device shows life while a download takes long; how it ends is not changed")
    void duringADownload() {
        Update update = new Update(new ArtifactRef("app", "1"), ArtifactKind.MODEL, "app/1/f", 1, "ab".repeat(32), Map.of());
        UpdateSource slow = signs.during(new UpdateSource() {
            @Override
            public Update resolve(ArtifactFacts facts) {
                return update;
            }

            @Override
            public void download(Update wanted, OutputStream sink) {
                assertTrue(heartbeatsCame());
                throw new UpdateRefused("not the promised bytes");
            }
        });
        assertEquals(update, slow.resolve(null));
        assertThrows(UpdateRefused.class, () -> slow.download(update, OutputStream.nullOutputStream()));
    }
}
