package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Paging;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.ArtifactStore;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reading the audit log of a fleet and of a product (R33). */
public final class AuditRoutes {

    private static final String PLACE = "\\d{4}-[^#]{1,40}#[ -~]{1,400}#\\d{12}";

    private final FleetStore fleets;
    private final ArtifactStore artifacts;
    private final AuditLog log;

    public AuditRoutes(FleetStore fleets, ArtifactStore artifacts, AuditLog log) {
        this.fleets = fleets;
        this.artifacts = artifacts;
        this.log = log;
    }

    public Map<String, Route> routes() {
        return Map.of(
                "GET /fleets/{fleet}/audit", this::read,
                "GET /fleets/{fleet}/artifacts/{name}/history", this::productHistory);
    }

    private ApiResponse read(ApiRequest request) {
        request.refuseQueryExcept(Set.of("after", "limit", "next_token"));
        String fleet = request.name("fleet");
        Paging paging = Paging.of(request, request.query().containsKey("next_token") ? "next_token" : "after");
        int lanes = fleets.lanes(fleet);
        Cursor from = paging.after().map(token -> Cursor.parse(token, lanes)).orElseGet(() -> Cursor.start(lanes));
        // Before the events: what the heads cover and the events lack is not to be seen, rather than younger.
        List<ChainHead> heads = log.heads(fleet, lanes);
        MergedLanes.Page page = new MergedLanes(log).read(fleet, lanes, from, paging.limit());
        Map<String, Object> answer = Paging.page("events", page.events().stream().map(ChainedEvent::members).toList(),
                page.more() ? Optional.of(page.end().toString()) : Optional.empty());
        List<Map<String, Object>> unread = page.more() ? List.of() : unread(heads, page.end());
        if (!unread.isEmpty()) {
            answer.put("unread", unread);
        }
        return ApiResponse.ok(answer);
    }

    /** The lanes whose next event is on record and not to be seen: the index is behind, or the event was deleted. */
    private static List<Map<String, Object>> unread(List<ChainHead> heads, Cursor end) {
        List<Map<String, Object>> unread = new ArrayList<>();
        for (ChainHead head : heads) {
            long after = end.of(head.lane().index());
            if (after < head.sequence()) {
                Map<String, Object> lane = new LinkedHashMap<>();
                lane.put("lane", head.lane().toString());
                lane.put("after", after);
                lane.put("head", head.sequence());
                unread.add(lane);
            }
        }
        return unread;
    }

    private ApiResponse productHistory(ApiRequest request) {
        request.refuseQueryExcept(Set.of("limit", "next_token"));
        String fleet = request.name("fleet");
        String artifact = request.name("name");
        Paging paging = Paging.of(request);
        paging.after().ifPresent(AuditRoutes::requirePlace);
        fleets.require(fleet);
        artifacts.requireName(fleet, artifact);
        return ApiResponse.ok(paging.page("events",
                log.productHistory(fleet, artifact, paging.after(), paging.limitAndOne()),
                ChainedEvent::members, AuditLog::place));
    }

    /** A token that names no place in a history is not one that a route returned. */
    public static void requirePlace(String place) {
        if (!place.matches(PLACE)) {
            throw new InvalidRequest("next_token must be one that this route returned, found one for "
                    + Names.shown(place));
        }
    }
}
