package io.groundswell.agent.update;

import java.util.List;
import java.util.Optional;

/**
 * The device's installed versions, one per artifact name, and how they change.
 *
 * <p>Each change is all or nothing, also under power loss, and asking again for a change that took place is fine: the
 * agent repeats the step that a crash interrupted.
 */
public interface Applier {

    /** Everything that is installed. */
    List<Installed> installed();

    /** The installed version of an artifact. */
    default Optional<Installed> installed(String artifact) {
        return installed().stream().filter(version -> version.ref().name().equals(artifact)).findFirst();
    }

    /** The version that a reversal would bring back; its bytes are still there. */
    Optional<Installed> previous(String artifact);

    /** The rollout that put an artifact's installed version in force; another one of the same version did nothing. */
    Optional<String> installer(String artifact);

    /**
     * Swaps a staged and verified version in for a rollout and keeps the one before it. A version that is installed
     * already is put right where its bytes or its effects went missing.
     *
     * @throws ApplyFailed if it cannot; the version before is then still in place
     */
    void apply(String rollout, Update update);

    /**
     * Puts an artifact back to a version that is still kept, or to not being installed at all.
     *
     * @throws ApplyFailed if it cannot; what {@link #installed(String)} says is in place then, too
     * @throws java.io.UncheckedIOException if the disk does not let it now, so that it has to be asked for again
     */
    void restore(String artifact, Optional<Installed> version);
}
