package io.groundswell.handlers.artifact;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.aws.UploadedObjects;
import io.groundswell.handlers.aws.UploadedObjects.Uploaded;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.tuf.repository.FleetRepository;
import java.time.InstantSource;
import java.util.Map;

/**
 * Publishes an artifact: checks what S3 holds, signs, records; in that order, so that what is recorded as published is
 * signed (R3). Idempotent on the artifact; whatever a crash left undone, publishing again does.
 */
final class Publication {

    private final ArtifactStore artifacts;
    private final FleetRepositories repositories;
    private final UploadedObjects objects;
    private final InstantSource clock;

    Publication(ArtifactStore artifacts, FleetRepositories repositories, UploadedObjects objects, InstantSource clock) {
        this.artifacts = artifacts;
        this.repositories = repositories;
        this.objects = objects;
        this.clock = clock;
    }

    Artifact publish(String fleet, ArtifactRef ref, String actor) {
        Artifact artifact = artifacts.get(fleet, ref).value();
        if (artifact.status() == ArtifactStatus.PUBLISHED) {
            return artifact;
        }
        requireUploaded(fleet, artifact);
        sign(fleet, artifact);
        return record(fleet, ref, actor);
    }

    private void requireUploaded(String fleet, Artifact artifact) {
        ArtifactContent declared = artifact.content();
        Uploaded uploaded = objects.find(ObjectKeys.target(fleet, artifact)).orElseThrow(() -> new Conflict(
                "artifact " + artifact.ref() + " has no bytes yet; upload " + declared.filename()
                        + " to the address that declaring it gave, then publish again"));
        if (uploaded.size() != declared.size()) {
            throw new Conflict("artifact " + artifact.ref() + " must have " + declared.size()
                    + " bytes as declared, found " + uploaded.size() + " uploaded; declare the right size as another version");
        }
        String sha256 = uploaded.sha256().orElseThrow(() -> new Conflict("the bytes of artifact " + artifact.ref()
                + " must carry the SHA-256 that S3 checked, found none; upload them with the headers that declaring gave"));
        if (!sha256.equals(declared.sha256())) {
            throw new Conflict("artifact " + artifact.ref() + " must have sha256 " + declared.sha256()
                    + " as declared, found " + sha256 + " uploaded; declare the right one as another version");
        }
    }

    private void sign(String fleet, Artifact artifact) {
        FleetRepository repository = repositories.of(fleet);
        Map<String, Object> custom = Map.of("kind", artifact.kind().word(), "manifest", artifact.manifest());
        TufRefusals.ofCheckedFacts(() -> repository.addTarget(artifact.target(), artifact.content().size(),
                artifact.content().sha256(), custom));
    }

    private Artifact record(String fleet, ArtifactRef ref, String actor) {
        return Retry.onConflict(() -> {
            Versioned<Artifact> now = artifacts.get(fleet, ref);
            return now.value().status() == ArtifactStatus.PUBLISHED ? now.value()
                    : artifacts.publish(fleet, now, new Evidence("artifact.published", actor,
                            Timestamps.truncate(clock.instant()), ArtifactRoutes.facts(now.value())));
        });
    }
}
