package io.groundswell.handlers.group;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Paging;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Group;
import io.groundswell.handlers.table.GroupMembers;
import io.groundswell.handlers.table.GroupStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The routes of groups (R11). */
public final class GroupRoutes {

    private static final Set<String> PAGING = Set.of("limit", "next_token");
    private static final String PLACE = "[0-9a-f]{64}#" + Names.FORMAT;

    private final FleetStore fleets;
    private final GroupStore store;
    private final Groups groups;

    public GroupRoutes(FleetStore fleets, GroupStore store, GroupMembers members, InstantSource clock) {
        this.fleets = fleets;
        this.store = store;
        this.groups = new Groups(store, members, clock);
    }

    public Map<String, Route> routes() {
        return Map.of(
                "POST /fleets/{fleet}/groups", this::create,
                "POST /fleets/{fleet}/groups/{group}/devices", this::append,
                "POST /fleets/{fleet}/groups/{group}/seal", this::seal,
                "GET /fleets/{fleet}/groups", this::list,
                "GET /fleets/{fleet}/groups/{group}", this::get,
                "GET /fleets/{fleet}/groups/{group}/devices", this::devices);
    }

    private ApiResponse create(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        GroupRequest group = GroupRequest.of(request);
        Groups.Outcome outcome = groups.create(fleet(request), group, request.actor());
        return ApiResponse.created(shown(outcome));
    }

    private ApiResponse append(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Fields fields = request.fields();
        List<String> devices = GroupRequest.devices(fields);
        fields.refuseUnknown();
        return ApiResponse.ok(shown(groups.append(group(request), devices, request.actor())));
    }

    private ApiResponse seal(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        return ApiResponse.ok(shown(groups.seal(group(request), request.actor())));
    }

    private ApiResponse list(ApiRequest request) {
        request.refuseQueryExcept(PAGING);
        Paging paging = Paging.of(request);
        paging.after().ifPresent(name -> requirePlace(Names.isValid(name), name));
        return ApiResponse.ok(paging.page("groups", store.list(fleet(request), paging.after(), paging.limitAndOne()),
                GroupRoutes::shown, Group::name));
    }

    private ApiResponse get(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        return ApiResponse.ok(shown(store.require(group(request)).value()));
    }

    private ApiResponse devices(ApiRequest request) {
        request.refuseQueryExcept(PAGING);
        Paging paging = Paging.of(request);
        paging.after().ifPresent(place -> requirePlace(place.matches(PLACE), place));
        GroupRef group = group(request);
        store.require(group);
        return ApiResponse.ok(paging.page("devices", store.members(group, paging.after(), paging.limitAndOne()),
                GroupRoutes::shown, GroupStore::place));
    }

    private String fleet(ApiRequest request) {
        String fleet = request.name("fleet");
        fleets.require(fleet);
        return fleet;
    }

    private GroupRef group(ApiRequest request) {
        return new GroupRef(fleet(request), request.name("group"));
    }

    private static void requirePlace(boolean known, String place) {
        if (!known) {
            throw new InvalidRequest("next_token must be one that this route returned, found one for "
                    + Names.shown(place));
        }
    }

    private static Map<String, Object> shown(Group group) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", group.name());
        shown.put("members", group.members());
        shown.put("sealed", group.sealed());
        shown.put("created_at", Timestamps.format(group.createdAt()));
        return shown;
    }

    private static Map<String, Object> shown(Groups.Outcome outcome) {
        Map<String, Object> shown = shown(outcome.group());
        shown.put("unresolved", outcome.unresolved());
        return shown;
    }

    private static Map<String, Object> shown(Membership member) {
        return Map.of("device", member.device(), "position", member.position().hex(), "retired", member.isRetired());
    }
}
