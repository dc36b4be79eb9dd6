package io.groundswell.agent.update;

import io.groundswell.domain.name.ArtifactRef;

/** A version on the device. */
public record Installed(ArtifactRef ref, String sha256) {
}
