package io.groundswell.agent.update;

import io.groundswell.agent.probe.ProbeRun;
import io.groundswell.agent.report.Report;
import io.groundswell.domain.probe.Probe;
import java.util.Optional;

/**
 * Work that has begun to change the device, and must be finished or undone whatever happens.
 *
 * <p>Each stage holds all that its step needs, so a stage read from the journal is as good as one in memory.
 */
public sealed interface Work {

    /** The rollout to report on. */
    String rollout();

    /** The artifact's name. */
    String artifact();

    /** The version has to be swapped in. {@code before} is what a rollback puts back. */
    record Applying(String rollout, Update update, Probe probe, Optional<Installed> before) implements Work {

        @Override
        public String artifact() {
            return update.ref().name();
        }
    }

    /** The version is in and has to prove itself. */
    record Probing(String rollout, Update update, ProbeRun run, Optional<Installed> before) implements Work {

        /** The same work, its probing further on. */
        public Probing at(ProbeRun further) {
            return new Probing(rollout, update, further, before);
        }

        @Override
        public String artifact() {
            return update.ref().name();
        }
    }

    /** What was there before has to come back; {@code verdict} is reported when it did. */
    record RollingBack(String rollout, String artifact, Optional<Installed> before, Report verdict) implements Work {
    }

    /** The server asked for the previous version. */
    record Reverting(String rollout, String artifact, Installed previous) implements Work {
    }

    /** The end is reached, whatever it is, and has to be told. */
    record Settling(String rollout, String artifact, Report verdict) implements Work {
    }
}
