package io.groundswell.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.agent.AgentEvent.Dropped;
import io.groundswell.agent.AgentEvent.Failed;
import io.groundswell.agent.AgentEvent.Trouble;
import io.groundswell.agent.connection.Refused;
import io.groundswell.agent.connection.Unreachable;
import io.groundswell.agent.probe.Prober.Outcome;
import io.groundswell.domain.probe.Probe;
import io.groundswell.domain.probe.ProbeType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AgentTest {

    private final Bench bench = new Bench();

    @Test
    @DisplayName("[R8] registers with what is installed, and again when that has changed")
    void registersWhatIsInstalled() {
        bench.settle();
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(15));
        assertEquals(List.of(Map.of(), Map.of("app", "1")),
                bench.server.registrations.stream().map(r -> r.installedVersions()).toList());
    }

    @Test
    @DisplayName("[R9] heartbeats at the server's interval, a little early but never late")
    void followsTheServersInterval() {
        bench.server.interval = Duration.ofSeconds(20);
        assertEquals(Duration.ofSeconds(20), bench.settle());
        bench.run(Duration.ofSeconds(100));
        assertEquals(6, bench.server.heartbeats);
    }

    @Test
    @DisplayName("[R26] reports downloading, verifying, applying and healthy, in order")
    void walksThroughTheStates() {
        bench.assign("r1", "app", "1");
        bench.settle();
        assertEquals(List.of("r1 downloading", "r1 verifying", "r1 applying", "r1 healthy"), bench.server.reported());
        assertEquals(Optional.of("1"), bench.installed("app"));
        assertEquals("content of app 1", new String(bench.versions.bytes("app").orElseThrow()));
    }

    @Test
    @DisplayName("[R26] download trouble is transient: back to downloading, later, as often as it takes")
    void retriesDownloads() {
        bench.assign("r1", "app", "1");
        bench.repositoryTrouble = Optional.of("the timestamp is expired");
        assertEquals(Duration.ofSeconds(2), bench.settle());
        bench.run(Duration.ofSeconds(2 + 4 + 8));
        assertEquals(List.of("r1 downloading", "r1 downloading", "r1 downloading", "r1 downloading"),
                bench.server.reported());
        bench.repositoryTrouble = Optional.empty();
        bench.run(Duration.ofSeconds(16));
        assertEquals(Optional.of("1"), bench.installed("app"));
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R26] bytes that changed on the device after the download are not applied")
    void checksBytesAtRest() {
        bench.assign("r1", "app", "1");
        while (bench.agent.state() != AgentState.VERIFYING) {
            bench.agent.tick();
        }
        String sha256 = Bench.facts("app", "1").sha256();
        try (var sink = bench.versions.create(sha256)) {
            sink.write(Bench.content("app", "2"));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        bench.agent.tick();
        assertEquals(AgentState.LISTENING, bench.agent.state());
        assertEquals(Optional.empty(), bench.installed("app"));
    }

    @Test
    @DisplayName("[R29] a probe that fails every attempt rolls back to the version before")
    void rollsBack() {
        bench.assign("r1", "app", "1");
        bench.settle();
        bench.probes = 0;
        bench.probing = probe -> Outcome.UNHEALTHY;
        bench.assign("r2", "app", "2");
        bench.run(Duration.ofSeconds(30));
        assertEquals(3, bench.probes);
        assertEquals("r2 rolled_back probe_failed", bench.server.reported().getLast());
        assertEquals("content of app 1", new String(bench.versions.bytes("app").orElseThrow()));
    }

    @Test
    @DisplayName("[R4] why an attempt or a change failed is told on the device, and only its code is reported")
    void tellsWhyOnTheDevice() {
        bench.probing = probe -> bench.probes == 1 ? Outcome.TIMED_OUT : Outcome.UNHEALTHY;
        bench.assign("r1", "app", "1", new Probe(ProbeType.FILE, "/run/healthy", 5, 2, 0));
        bench.run(Duration.ofSeconds(5));
        assertEquals(List.of(new Failed(AgentState.PROBING, "probe_timeout", "attempt 1 of 2"),
                new Failed(AgentState.PROBING, "probe_failed", "attempt 2 of 2")),
                bench.events.stream().filter(Failed.class::isInstance).toList());
        assertEquals("r1 rolled_back probe_failed", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R29] a rollback of a first version leaves nothing installed")
    void rollsBackToNothing() {
        bench.probing = probe -> Outcome.UNHEALTHY;
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(5));
        assertEquals("r1 rolled_back probe_failed", bench.server.reported().getLast());
        assertEquals(Optional.empty(), bench.installed("app"));
    }

    @Test
    @DisplayName("[R29] the last attempt may still pass")
    void passesAtTheLastAttempt() {
        bench.probing = probe -> bench.probes < 3 ? Outcome.UNHEALTHY : Outcome.HEALTHY;
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(5));
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R29] whether an attempt was in time is the prober's to say: clearing up after it takes nothing away from it")
    void clearingUpTakesNothingAway() {
        bench.probing = probe -> {
            bench.clock.advance(Duration.ofMillis(5_001));
            return Outcome.HEALTHY;
        };
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(60));
        assertEquals(1, bench.probes);
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R29] attempts that end after their timeout are failed ones, and the reason is told")
    void lateAnswersFail() {
        bench.probing = probe -> Outcome.TIMED_OUT;
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(60));
        assertEquals(3, bench.probes);
        assertEquals("r1 rolled_back probe_timeout", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R29] the first attempt waits for the initial delay, and [R9] heartbeats go on meanwhile")
    void waitsForTheInitialDelay() {
        bench.assign("r1", "app", "1", new Probe(ProbeType.FILE, "/run/healthy", 1, 1, 45));
        bench.run(Duration.ofSeconds(44));
        assertEquals(0, bench.probes);
        assertEquals(AgentState.PROBING, bench.agent.state());
        assertEquals(5, bench.server.heartbeats);
        bench.run(Duration.ofSeconds(2));
        assertEquals(1, bench.probes);
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R29] a clock that was set back while the agent was off makes no probe wait longer than its delay")
    void waitsNoLongerThanTheInitialDelay() {
        bench.assign("r1", "app", "1", new Probe(ProbeType.FILE, "/run/healthy", 1, 1, 45));
        bench.run(Duration.ofSeconds(5));
        bench.clock.advance(Duration.ofDays(-3650));
        bench.restart();
        bench.run(Duration.ofSeconds(44));
        assertEquals(0, bench.probes);
        bench.run(Duration.ofSeconds(2));
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R27] a report that the server refuses is dropped; one it could not take stays, in order")
    void keepsReportsInOrder() {
        bench.server.reportRefusal = Optional.of(new Unreachable("503"));
        bench.assign("r1", "app", "1");
        bench.settle();
        assertEquals(Optional.of("1"), bench.installed("app"));
        bench.server.reportRefusal = Optional.empty();
        bench.run(Duration.ofSeconds(10));
        assertEquals(List.of("r1 downloading", "r1 verifying", "r1 applying", "r1 healthy"), bench.server.reported());

        bench.server.reportRefusal = Optional.of(new Refused(409, "", "terminal"));
        bench.assign("r2", "other", "1");
        bench.run(Duration.ofSeconds(11));
        assertEquals(4, bench.events.stream().filter(Dropped.class::isInstance).count());
        assertEquals(Optional.empty(), bench.queue.first());
    }

    @Test
    @DisplayName("[R27] a refused caller loses no report")
    void keepsReportsWhileTheCertificateIsRefused() {
        bench.server.reportRefusal = Optional.of(new Refused(401, "certificate_not_in_force", "401"));
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofMinutes(5));
        assertEquals("downloading", bench.queue.first().orElseThrow().state().word());
        bench.server.reportRefusal = Optional.empty();
        bench.run(Duration.ofMinutes(2));
        assertEquals("r1 healthy", bench.server.reported().getLast());
    }

    @Test
    @DisplayName("[R10] a decommissioned agent stops for good")
    void stopsWhenDecommissioned() {
        bench.settle();
        bench.server.outage = Optional.of(new Refused(401, "decommissioned", "gone"));
        bench.run(Duration.ofSeconds(30));
        assertEquals(AgentState.DECOMMISSIONED, bench.agent.state());
    }

    @Test
    @DisplayName("[R10] a decommission in the middle of an update lets the device reach a good version first")
    void finishesWorkBeforeStopping() {
        bench.assign("r1", "app", "1");
        while (bench.agent.state() != AgentState.PROBING) {
            bench.agent.tick();
        }
        bench.server.outage = Optional.of(new Refused(401, "decommissioned", "gone"));
        bench.probing = probe -> Outcome.UNHEALTHY;
        bench.run(Duration.ofSeconds(30));
        assertEquals(AgentState.DECOMMISSIONED, bench.agent.state());
        assertEquals(Optional.empty(), bench.installed("app"));
    }

    @Test
    @DisplayName("an unreachable server is asked again after growing pauses")
    void backsOff() {
        bench.server.outage = Optional.of(new Unreachable("connection refused"));
        bench.run(Duration.ofMinutes(5));
        // 2 + 4 + 8 + 16 + 32 s, then every 60 s.
        assertEquals(9, bench.events.stream().filter(Trouble.class::isInstance).count());
        bench.server.outage = Optional.empty();
        bench.run(Duration.ofSeconds(61));
        assertEquals(AgentState.LISTENING, bench.agent.state());
    }

    @Test
    @DisplayName("[R22] a reversal brings the previous version back")
    void reverts() {
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(11));
        bench.assign("r2", "app", "2");
        bench.run(Duration.ofSeconds(11));
        bench.assignRevert("r2", "app", "2");
        bench.run(Duration.ofSeconds(11));
        assertEquals("r2 reverted", bench.server.reported().getLast());
        assertEquals("content of app 1", new String(bench.versions.bytes("app").orElseThrow()));
        assertTrue(bench.journal.read().isEmpty());
    }

    @Test
    @DisplayName("[R22] a reversal without a previous version, or of another version, is skipped with the reason")
    void skipsReversals() {
        bench.assignRevert("r0", "app", "1");
        bench.run(Duration.ofSeconds(11));
        bench.assign("r1", "app", "1");
        bench.run(Duration.ofSeconds(11));
        bench.assignRevert("r1", "app", "1");
        bench.run(Duration.ofSeconds(11));
        bench.assign("r2", "app", "2");
        bench.run(Duration.ofSeconds(11));
        bench.assignRevert("r1", "app", "1");
        bench.run(Duration.ofSeconds(11));
        assertEquals(List.of("r0 revert_skipped not_installed", "r1 revert_skipped no_previous_version",
                "r1 revert_skipped other_version_installed"),
                bench.server.reported().stream().filter(report -> report.contains("revert")).toList());
        assertEquals(Optional.of("2"), bench.installed("app"));
    }

    @Test
    @DisplayName("[R28] while an older rollout is in trouble, a newer one of the same artifact waits, another does not")
    void oldestFirstPerArtifact() {
        bench.assign("r1", "app", "1");
        bench.repositoryTrouble = Optional.of("not yet");
        bench.settle();
        bench.repositoryTrouble = Optional.empty();
        bench.assign("r2", "app", "2");
        bench.assign("r3", "other", "1");
        bench.run(Duration.ofSeconds(30));
        assertEquals(List.of("r1 healthy", "r2 healthy", "r3 healthy"),
                bench.server.reported().stream().filter(report -> report.endsWith("healthy")).toList());
        assertEquals(Optional.of("2"), bench.installed("app"));
    }
}
