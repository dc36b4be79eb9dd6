package io.groundswell.agent.update;

import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.name.ArtifactRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What signed metadata says about one version.
 *
 * @param target the TUF target path
 * @param manifest how to apply it; empty when the kind needs nothing
 */
public record Update(ArtifactRef ref, ArtifactKind kind, String target, long size, String sha256,
        Map<String, Object> manifest) {

    public Update {
        manifest = Collections.unmodifiableMap(new LinkedHashMap<>(manifest));
    }

    /** The version as it counts once it is swapped in. */
    public Installed installed() {
        return new Installed(ref, sha256);
    }
}
