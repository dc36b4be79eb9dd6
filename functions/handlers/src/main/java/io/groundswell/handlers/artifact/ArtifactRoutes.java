package io.groundswell.handlers.artifact;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.aws.PresignedUploads;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Paging;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.WriteConflict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** The routes of artifacts that need no signing key (R1, R3). */
public final class ArtifactRoutes {

    private static final String PLACE = Names.FORMAT + "#" + Names.FORMAT;

    private final FleetStore fleets;
    private final ArtifactStore artifacts;
    private final PresignedUploads uploads;
    private final InstantSource clock;

    public ArtifactRoutes(FleetStore fleets, ArtifactStore artifacts, PresignedUploads uploads, InstantSource clock) {
        this.fleets = fleets;
        this.artifacts = artifacts;
        this.uploads = uploads;
        this.clock = clock;
    }

    public Map<String, Route> routes() {
        return Map.of(
                "POST /fleets/{fleet}/artifacts", this::declare,
                "GET /fleets/{fleet}/artifacts", this::list,
                "GET /fleets/{fleet}/artifacts/{name}/{version}", this::get);
    }

    private ApiResponse declare(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Artifact artifact = ArtifactRequest.declared(request);
        String fleet = fleet(request);
        Instant now = Timestamps.truncate(clock.instant());
        try {
            artifacts.declare(fleet, artifact, now.plus(uploads.lifetime()),
                    new Evidence("artifact.declared", request.actor(), now, facts(artifact)));
        } catch (WriteConflict exists) {
            requireRenewable(fleet, artifact, now);
        }
        return ApiResponse.created(
                ArtifactJson.of(artifact, uploads.of(ObjectKeys.target(fleet, artifact), artifact.content())));
    }

    /** A declaration repeated after its upload address ran out gets a new address and changes nothing. */
    private void requireRenewable(String fleet, Artifact artifact, Instant now) {
        Artifact existing = artifacts.get(fleet, artifact.ref()).value();
        if (!existing.equals(artifact)) {
            throw new Conflict("artifact " + artifact.ref() + " exists already "
                    + (existing.status() == ArtifactStatus.PUBLISHED ? "and is published" : "with other facts")
                    + "; choose another version");
        }
        Instant until = artifacts.uploadUntil(fleet, artifact.ref());
        if (now.isBefore(until)) {
            throw new Conflict("artifact " + artifact.ref() + " exists already; its upload address works until "
                    + Timestamps.format(until) + ", after which declaring it again gives a new one");
        }
    }

    private ApiResponse list(ApiRequest request) {
        request.refuseQueryExcept(Set.of("limit", "next_token"));
        Paging paging = Paging.of(request);
        paging.after().filter(place -> !place.matches(PLACE)).ifPresent(place -> {
            throw new InvalidRequest("next_token must be one that this route returned, found one for "
                    + Names.shown(place));
        });
        return ApiResponse.ok(paging.page("artifacts",
                artifacts.list(fleet(request), paging.after(), paging.limitAndOne()),
                ArtifactJson::of, ArtifactStore::place));
    }

    private ApiResponse get(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        ArtifactRef ref = new ArtifactRef(request.name("name"), request.name("version"));
        return ApiResponse.ok(ArtifactJson.of(artifacts.get(fleet(request), ref).value()));
    }

    private String fleet(ApiRequest request) {
        String fleet = request.name("fleet");
        fleets.require(fleet);
        return fleet;
    }

    /** What evidence says about an artifact; {@code artifact} puts the event into the product's history (R33). */
    static Map<String, Object> facts(Artifact artifact) {
        return Map.of("artifact", artifact.ref().name(), "version", artifact.ref().version(),
                "kind", artifact.kind().word(), "target", artifact.target(),
                "size", artifact.content().size(), "sha256", artifact.content().sha256());
    }
}
