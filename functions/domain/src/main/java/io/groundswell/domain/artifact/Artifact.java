package io.groundswell.domain.artifact;

import io.groundswell.domain.name.ArtifactRef;
import java.util.Map;

/**
 * An artifact as the fleet knows it.
 *
 * @param manifest what a device needs to apply it; signed with the target, empty when the kind needs none
 */
public record Artifact(ArtifactRef ref, ArtifactKind kind, ArtifactContent content, Map<String, Object> manifest,
        ArtifactStatus status) {

    public Artifact {
        manifest = Map.copyOf(manifest);
    }

    /** The TUF target path: {@code <name>/<version>/<filename>} (R2). */
    public String target() {
        return ref.name() + "/" + ref.version() + "/" + content.filename();
    }
}
