package io.groundswell.agent.apply;

import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What versions do outside of their directories, when the one before may be of another kind. */
final class Effects {

    private final Map<ArtifactKind, Kind> kinds;

    Effects(Map<ArtifactKind, Kind> kinds) {
        this.kinds = Map.copyOf(kinds);
    }

    boolean isShared(ArtifactKind kind) {
        return kinds.get(kind).isShared();
    }

    /** @throws ApplyFailed if the device does not allow the update or cannot take it */
    void require(Update update, List<Version> others) throws IOException {
        kinds.get(update.kind()).require(update, others);
    }

    Map<String, Object> prepare(Update update, Optional<Version> from, Path directory) throws IOException {
        return kinds.get(update.kind()).prepare(update, ofKind(update.kind(), from), directory);
    }

    void forget(Version version, List<Version> kept) throws IOException {
        kinds.get(version.kind()).forget(version, kept);
    }

    /** Lets a version take effect in the place of another one. */
    void activate(Version to, Optional<Version> from) throws IOException {
        kinds.get(to.kind()).activate(to, ofKind(to.kind(), from));
        if (from.isPresent() && from.get().kind() != to.kind()) {
            kinds.get(from.get().kind()).undo(from.get(), Optional.empty());
        }
    }

    /**
     * Takes a version's effects back in favour of an older one.
     *
     * @return what a program could not be told, while everything is in its place
     * @throws ApplyFailed if they cannot be taken back
     */
    Optional<NotReloaded> undo(Version undone, Optional<Version> back) throws IOException {
        Optional<Version> otherKind = back.filter(version -> version.kind() != undone.kind());
        Optional<NotReloaded> first = otherKind.isEmpty() ? Optional.empty()
                : untold(() -> kinds.get(otherKind.get().kind()).activate(otherKind.get(), Optional.empty()));
        Optional<NotReloaded> last =
                untold(() -> kinds.get(undone.kind()).undo(undone, ofKind(undone.kind(), back)));
        return first.or(() -> last);
    }

    private interface Effect {
        void take() throws IOException;
    }

    private static Optional<NotReloaded> untold(Effect effect) throws IOException {
        try {
            effect.take();
            return Optional.empty();
        } catch (NotReloaded e) {
            return Optional.of(e);
        }
    }

    private static Optional<Version> ofKind(ArtifactKind kind, Optional<Version> version) {
        return version.filter(present -> present.kind() == kind);
    }
}
