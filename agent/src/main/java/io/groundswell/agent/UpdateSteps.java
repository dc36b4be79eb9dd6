package io.groundswell.agent;

import io.groundswell.agent.connection.Assignment;
import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.probe.ProbeRun;
import io.groundswell.agent.probe.Prober;
import io.groundswell.agent.report.Report;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.StagedBytes;
import io.groundswell.agent.update.Update;
import io.groundswell.agent.update.UpdateRefused;
import io.groundswell.agent.update.Work;
import io.groundswell.domain.device.WorkState;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What each state does with an update.
 *
 * <p>A step writes the stage it leads to into the journal before it returns, so a crash repeats at most one step, and
 * every step may be repeated. The verdict is in the journal before it is in the report queue: a device never reports
 * one end and reaches another.
 */
final class UpdateSteps {

    private final AgentPorts ports;
    private final AgentSettings settings;
    private final Courier courier;

    UpdateSteps(AgentPorts ports, AgentSettings settings, Courier courier) {
        this.ports = ports;
        this.settings = settings;
        this.courier = courier;
    }

    /** How a step before the swap ended. */
    sealed interface Outcome {

        record Downloaded(Attempt attempt) implements Outcome {
        }

        record Verified(Work work) implements Outcome {
        }

        /** Transient: tried again later, and never counted against the rollout (R26). */
        record Postponed(String reason) implements Outcome {
        }
    }

    /** What an earlier run left unfinished. */
    Optional<Work> resume(Instant now) {
        Optional<Work> left = ports.journal().read();
        if (left.isPresent() && left.get() instanceof Work.Probing work) {
            ProbeRun run = work.run().resumed(now, settings.probeSpacing());
            return Optional.of(run.equals(work.run()) ? work : resume(work, run));
        }
        return left;
    }

    private Work resume(Work.Probing work, ProbeRun run) {
        return run.used() > work.run().used() ? attempted(work, run, ProbeRun.INTERRUPTED) : journaled(work.at(run));
    }

    Outcome download(Attempt attempt) {
        courier.send(Report.of(attempt.assignment().rollout(), WorkState.DOWNLOADING), AgentState.DOWNLOADING);
        try {
            Update update = ports.updates().resolve(attempt.assignment().artifact());
            stage(update);
            return new Outcome.Downloaded(attempt.with(update));
        } catch (UpdateRefused e) {
            return new Outcome.Postponed(e.getMessage());
        } catch (IOException e) {
            return new Outcome.Postponed("staging: " + DiskTrouble.reason(e));
        }
    }

    private void stage(Update update) throws IOException {
        try (OutputStream sink = ports.staging().create(update.sha256())) {
            ports.updates().download(update, sink);
        } catch (UpdateRefused | IOException e) {
            ports.staging().discard(update.sha256());
            throw e;
        }
    }

    Outcome verify(Attempt attempt) {
        String rollout = attempt.assignment().rollout();
        courier.send(Report.of(rollout, WorkState.VERIFYING), AgentState.VERIFYING);
        Update update = attempt.update().orElseThrow();
        try {
            StagedBytes.requireIntact(ports.staging(), update);
        } catch (UpdateRefused | IOException e) {
            ports.staging().discard(update.sha256());
            return new Outcome.Postponed(e.getMessage());
        }
        return new Outcome.Verified(journaled(new Work.Applying(rollout, update, attempt.assignment().probe(),
                ports.applier().installed(update.ref().name()))));
    }

    Work apply(Work.Applying work, Instant now) {
        courier.send(Report.of(work.rollout(), WorkState.APPLYING), AgentState.APPLYING);
        try {
            ports.applier().apply(work.rollout(), work.update());
        } catch (ApplyFailed e) {
            tell(AgentState.APPLYING, e);
            return journaled(new Work.RollingBack(work.rollout(), work.artifact(), work.before(),
                    Report.of(work.rollout(), WorkState.FAILED, e.code())));
        }
        ports.staging().discard(work.update().sha256());
        return journaled(new Work.Probing(work.rollout(), work.update(), ProbeRun.begin(work.probe(), now),
                work.before()));
    }

    Work probe(Work.Probing work, InstantSource clock) {
        // Whatever the attempt does to the device, the next start knows of it.
        journaled(work.at(work.run().begun()));
        Prober.Outcome outcome = ports.prober().attempt(work.run().probe());
        if (outcome == Prober.Outcome.HEALTHY) {
            return settled(work, Report.of(work.rollout(), WorkState.HEALTHY));
        }
        return attempted(work, work.run().afterFailure(clock.instant(), settings.probeSpacing()),
                ProbeRun.reason(outcome));
    }

    /** One more attempt is used, for the reason that is given. */
    private Work attempted(Work.Probing work, ProbeRun run, String reason) {
        ports.events().accept(new AgentEvent.Failed(AgentState.PROBING, reason,
                "attempt " + run.used() + " of " + run.probe().attempts()));
        return journaled(run.isExhausted()
                ? new Work.RollingBack(work.rollout(), work.artifact(), work.before(),
                        Report.of(work.rollout(), WorkState.ROLLED_BACK, reason))
                : work.at(run));
    }

    Work rollBack(Work.RollingBack work) {
        try {
            ports.applier().restore(work.artifact(), work.before());
        } catch (ApplyFailed e) {
            tell(AgentState.ROLLING_BACK, e);
            return settled(work, Report.of(work.rollout(), WorkState.FAILED, e.code()));
        }
        return settled(work, work.verdict());
    }

    /** Reverts only what is still there to revert; otherwise the reason is the answer (R22). */
    Work beginRevert(Assignment.Revert revert) {
        String artifact = revert.artifact().ref().name();
        Installed asked = new Installed(revert.artifact().ref(), revert.artifact().sha256());
        Optional<Installed> installed = ports.applier().installed(artifact);
        Optional<Installed> previous = ports.applier().previous(artifact);
        if (!installed.equals(Optional.of(asked))) {
            return skipped(revert, artifact, installed.isEmpty() ? "not_installed" : "other_version_installed");
        }
        if (!ports.applier().installer(artifact).equals(Optional.of(revert.rollout()))) {
            return skipped(revert, artifact, "installed_by_other_rollout");
        }
        return previous.isEmpty() ? skipped(revert, artifact, "no_previous_version")
                : journaled(new Work.Reverting(revert.rollout(), artifact, previous.get()));
    }

    private Work skipped(Assignment.Revert revert, String artifact, String reason) {
        return journaled(new Work.Settling(revert.rollout(), artifact,
                Report.of(revert.rollout(), WorkState.REVERT_SKIPPED, reason)));
    }

    Work revert(Work.Reverting work) {
        try {
            ports.applier().restore(work.artifact(), Optional.of(work.previous()));
        } catch (ApplyFailed e) {
            tell(AgentState.REVERTING, e);
            boolean isBack = ports.applier().installed(work.artifact()).equals(Optional.of(work.previous()));
            return settled(work, Report.of(work.rollout(),
                    isBack ? WorkState.REVERTED : WorkState.REVERT_SKIPPED, e.code()));
        }
        return settled(work, Report.of(work.rollout(), WorkState.REVERTED));
    }

    /** The report may be queued twice by a crash in here, which the server answers with the same 200 (R27). */
    void settle(Work.Settling work) {
        ports.reports().add(work.verdict());
        ports.journal().clear();
    }

    private void tell(AgentState during, ApplyFailed e) {
        ports.events().accept(new AgentEvent.Failed(during, e.code(), e.getMessage()));
    }

    private Work settled(Work work, Report verdict) {
        return journaled(new Work.Settling(work.rollout(), work.artifact(), verdict));
    }

    private Work journaled(Work next) {
        ports.journal().write(next);
        return next;
    }
}
