package io.groundswell.agent.apply;

import io.groundswell.agent.update.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How versions of one kind take effect outside of the agent's directory; each step may be repeated. */
interface Kind {

    /** Whether other programs of the device read the bytes where they lie. */
    boolean isShared();

    /**
     * Checks everything that can be known before anything changes.
     *
     * @param others what is in force of other artifacts
     * @throws io.groundswell.agent.update.ApplyFailed if the device does not allow the update or cannot take it
     */
    void require(Update update, List<Version> others) throws IOException;

    /**
     * Keeps a copy of what the version will displace.
     *
     * @param from the version of this kind that is in force
     * @param directory where the version is being put together
     * @return what undoing needs to know
     */
    Map<String, Object> prepare(Update update, Optional<Version> from, Path directory) throws IOException;

    /** Lets a version take effect in the place of another one of this kind. */
    void activate(Version to, Optional<Version> from) throws IOException;

    /** Takes a version's effects back, whether or not they took place, in favour of an older one of this kind. */
    void undo(Version undone, Optional<Version> back) throws IOException;

    /** A version is about to be deleted while others are kept. */
    void forget(Version version, List<Version> kept) throws IOException;
}
