package io.groundswell.handlers.fleet;

import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.FleetStore;
import java.util.Map;
import java.util.Set;

/** The routes of fleets that need no signing key. */
public final class FleetRoutes {

    private final FleetStore fleets;

    public FleetRoutes(FleetStore fleets) {
        this.fleets = fleets;
    }

    public Map<String, Route> routes() {
        return Map.of("GET /fleets/{fleet}", this::get);
    }

    private ApiResponse get(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        return ApiResponse.ok(FleetJson.of(fleets.get(request.name("fleet")).value()));
    }
}
