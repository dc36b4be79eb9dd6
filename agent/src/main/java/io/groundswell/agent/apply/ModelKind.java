package io.groundswell.agent.apply;

import io.groundswell.agent.update.Update;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bytes that programs find through the link {@code current}: moving the link is all there is to do. */
final class ModelKind implements Kind {

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void require(Update update, List<Version> others) {
        // Every model may be installed: it touches nothing but the agent's own directory.
    }

    @Override
    public Map<String, Object> prepare(Update update, Optional<Version> from, Path directory) {
        return Map.of();
    }

    @Override
    public void activate(Version to, Optional<Version> from) {
        // The link does it.
    }

    @Override
    public void undo(Version undone, Optional<Version> back) {
        // The link does it.
    }

    @Override
    public void forget(Version version, List<Version> kept) {
        // Nothing is left outside of the version's directory.
    }
}
