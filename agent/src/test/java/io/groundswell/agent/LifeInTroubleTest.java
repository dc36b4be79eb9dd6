package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.agent.update.InMemoryJournal;
import io.groundswell.agent.update.Work;
import io.groundswell.agent.update.WorkJournal;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A device that cannot go on is still there, and says so. */
class LifeInTroubleTest {

    /** A journal on a file system that lets itself be read only. */
    private static final class ReadOnly implements WorkJournal {

        private final WorkJournal journal = new InMemoryJournal();
        private boolean isReadOnly;

        private void requireWritable() {
            if (isReadOnly) {
                throw new UncheckedIOException(new FileSystemException("journal.json", null, "Read-only file system"));
            }
        }

        @Override
        public Optional<Work> read() {
            return journal.read();
        }

        @Override
        public void write(Work work) {
            requireWritable();
            journal.write(work);
        }

        @Override
        public void clear() {
            requireWritable();
            journal.clear();
        }
    }

    private final Bench bench = new Bench();

    private int heartbeatsIn(Duration time) {
        int before = bench.server.heartbeats;
        bench.run(time);
        return bench.server.heartbeats - before;
    }

    @Test
    @DisplayName("[R9] while the server takes no report, heartbeats go on at its interval, and work ends as it should")
    void showsLifeWhileReportsCannotBeDelivered() {
        bench.server.reportRefusal = Optional.of(new Unreachable("503"));
        bench.assign("r1", "app", "1");
        bench.settle();
        assertEquals(360, heartbeatsIn(Duration.ofHours(1)));
        bench.server.reportRefusal = Optional.empty();
        bench.run(Duration.ofMinutes(2));
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R9] while the disk takes nothing, heartbeats go on, after a restart in the middle of an attempt, too")
    void showsLifeWhileTheDiskIsReadOnly() {
        ReadOnly journal = new ReadOnly();
        bench.journal = journal;
        bench.probing = probe -> {
            journal.isReadOnly = true;
            return Outcome.HEALTHY;
        };
        bench.restart();
        bench.assign("r1", "app", "1");
        bench.settle();
        assertEquals(360, heartbeatsIn(Duration.ofHours(1)));
        assertEquals(AgentState.PROBING, bench.agent.state());
        bench.restart();
        bench.settle();
        assertEquals(360, heartbeatsIn(Duration.ofHours(1)));
        journal.isReadOnly = false;
        bench.probing = probe -> Outcome.HEALTHY;
        bench.run(Duration.ofMinutes(2));
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R9] what is in trouble is tried again after its own pauses, not at every heartbeat")
    void keepsItsPauses() {
        bench.server.interval = Duration.ofSeconds(1);
        bench.server.reportRefusal = Optional.of(new Unreachable("503"));
        bench.assign("r1", "app", "1");
        bench.settle();
        bench.events.clear();
        bench.run(Duration.ofHours(1));
        assertEquals(63, bench.events.stream().filter(AgentEvent.Trouble.class::isInstance).count());
    }

    @Test
    @DisplayName("[R9] a server that answers nothing gets one heartbeat with each thing that is tried again, and no more")
    void asksAnAbsentServerTwiceAPause() {
        bench.server.outage = Optional.of(new Unreachable("nobody answers there"));
        bench.run(Duration.ofHours(1));
        assertEquals(128, bench.server.calls);
        assertEquals(64, bench.events.stream().filter(AgentEvent.Trouble.class::isInstance).count());
        bench.server.outage = Optional.empty();
        bench.run(Duration.ofSeconds(61));
        assertEquals(AgentState.LISTENING, bench.agent.state());
    }

    @Test
    @DisplayName("[R28] a rollout whose pause is over, but which an older one holds back, makes no heartbeat but those at the interval")
    void waitsWhileItsTurnHasNotCome() {
        bench.repositoryTrouble = Optional.of("not yet");
        bench.assign("r2", "app", "2");
        bench.settle();
        bench.server.assignments.addFirst(new Assignment.Apply("r1", Bench.facts("app", "1"), Bench.PROBE));
        bench.clock.advance(Duration.ofSeconds(2));
        // r1 is tried and paused until 2 s later; the pause of r2 is over.
        assertEquals(Duration.ofSeconds(2), bench.settle());
        assertEquals(3, bench.server.heartbeats);
        bench.repositoryTrouble = Optional.empty();
        bench.run(Duration.ofSeconds(30));
        assertEquals(List.of("r1 healthy", "r2 healthy"),
                bench.server.reported().stream().filter(report -> report.endsWith("healthy")).toList());
    }

    @Test
    @DisplayName("[R10] a retired device whose reports are not taken hears of it by its heartbeat, and stops")
    void hearsOfItsRetirement() {
        bench.server.reportRefusal = Optional.of(new Unreachable("503"));
        bench.assign("r1", "app", "1");
        bench.settle();
        bench.server.heartbeatRefusal = Optional.of(new Refused(401, "decommissioned", "gone"));
        bench.run(Duration.ofMinutes(1));
        assertEquals(AgentState.DECOMMISSIONED, bench.agent.state());
    }
}
