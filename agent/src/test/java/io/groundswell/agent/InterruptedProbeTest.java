package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.agent.AgentEvent.Failed;
import io.groundswell.agent.probe.Prober.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The device goes down in the middle of a probe attempt, by chance or because of the version. */
class InterruptedProbeTest {

    private final Bench bench = new Bench();

    @Test
    @DisplayName("[R30] a version whose probe takes the device down every time is rolled back once every attempt is used")
    void countsAttemptsThatTakeTheDeviceDown() {
        bench.assign("r1", "app", "1");
        bench.settle();
        bench.probes = 0;
        bench.probing = probe -> {
            throw new Tripwire.PowerFailure();
        };
        bench.assign("r2", "app", "2");
        assertEquals(4, boots());
        assertEquals(4, bench.probes);
        assertEquals("r2 rolled_back probe_interrupted", bench.server.reported().getLast());
        assertEquals("content of app 1", new String(bench.versions.bytes("app").orElseThrow()));
        assertEquals(List.of("attempt 1 of 3", "attempt 2 of 3", "attempt 3 of 3"),
                bench.events.stream().filter(Failed.class::isInstance).map(event -> ((Failed) event).reason()).toList());
    }

    @Test
    @DisplayName("[R29] a power failure in the middle of an attempt costs the version no attempt")
    void repeatsAnAttemptThatAPowerFailureEnded() {
        bench.probing = probe -> {
            if (bench.probes == 2) {
                throw new Tripwire.PowerFailure();
            }
            return bench.probes < 4 ? Outcome.UNHEALTHY : Outcome.HEALTHY;
        };
        bench.assign("r1", "app", "1");
        assertEquals(1, boots());
        assertEquals(4, bench.probes);
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    /** How often the device goes down until its agent has nothing more to do. */
    private int boots() {
        for (int boots = 0; boots < 100; boots++) {
            try {
                bench.run(Duration.ofSeconds(60));
                return boots;
            } catch (Tripwire.PowerFailure e) {
                bench.restart();
            }
        }
        throw new AssertionError("the device goes down for ever: " + bench.journal.read());
    }
}
