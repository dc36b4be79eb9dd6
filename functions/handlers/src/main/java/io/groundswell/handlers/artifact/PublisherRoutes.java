package io.groundswell.handlers.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.handlers.fleet.FleetJson;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.table.FleetStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The routes that need a fleet's signing keys. */
final class PublisherRoutes {

    private final FleetStore fleets;
    private final FleetFounding founding;
    private final Publication publication;

    PublisherRoutes(FleetStore fleets, FleetFounding founding, Publication publication) {
        this.fleets = fleets;
        this.founding = founding;
        this.publication = publication;
    }

    Map<String, Route> routes() {
        return Map.of(
                "POST /fleets/{fleet}/keys", this::keys,
                "POST /fleets", this::create,
                "PUT /fleets/{fleet}/tuf/root", this::updateRoot,
                "PUT /fleets/{fleet}/tuf/targets", this::updateTargets,
                "POST /fleets/{fleet}/artifacts/{name}/{version}/publish", this::publish);
    }

    private ApiResponse keys(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        String fleet = request.name("fleet");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fleet", fleet);
        answer.put("keys", founding.keys(fleet).toJson());
        return ApiResponse.ok(answer);
    }

    private ApiResponse create(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Fields fields = request.fields();
        String name = fields.name("name");
        byte[] root = Json.write(fields.tree("root"));
        byte[] targets = Json.write(fields.tree("targets"));
        fields.refuseUnknown();
        return ApiResponse.created(FleetJson.of(founding.create(name, root, targets, request.actor())));
    }

    private ApiResponse updateRoot(ApiRequest request) {
        return ApiResponse.ok(FleetJson.of(
                founding.updateRoot(request.name("fleet"), metadata(request), request.actor())));
    }

    private ApiResponse updateTargets(ApiRequest request) {
        return ApiResponse.ok(FleetJson.of(
                founding.updateTargets(request.name("fleet"), metadata(request), request.actor())));
    }

    private ApiResponse publish(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        String fleet = request.name("fleet");
        ArtifactRef ref = new ArtifactRef(request.name("name"), request.name("version"));
        fleets.require(fleet);
        return ApiResponse.ok(ArtifactJson.of(publication.publish(fleet, ref, request.actor())));
    }

    /** The body is the signed metadata itself; its signatures do not depend on how its members are ordered. */
    private static byte[] metadata(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        JsonNode body = Json.readRequest(request.body());
        if (!body.isObject()) {
            throw new InvalidRequest("the request body must be a signed metadata object with \"signed\" and "
                    + "\"signatures\", found another JSON value");
        }
        return Json.write(body);
    }
}
