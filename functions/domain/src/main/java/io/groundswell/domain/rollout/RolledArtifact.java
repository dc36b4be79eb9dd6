package io.groundswell.domain.rollout;

import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.name.ArtifactRef;

/** The published artifact a rollout delivers, as it is told to devices; the signed metadata has the last word. */
public record RolledArtifact(ArtifactRef ref, ArtifactKind kind, String target, long size, String sha256) {
}
