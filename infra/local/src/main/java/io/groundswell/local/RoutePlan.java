package io.groundswell.local;

import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.HttpApi;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether routes, APIs and limits meet: every route has its API, once, and every limit its route. */
final class RoutePlan {

    private final List<HttpApi> apis;
    private final Map<String, Set<String>> routes = new HashMap<>();

    private RoutePlan(List<HttpApi> apis) {
        this.apis = apis;
        apis.forEach(api -> routes.put(api.apiId(), new HashSet<>()));
    }

    static void check(List<HttpApi> apis, List<Function> functions) {
        RoutePlan plan = new RoutePlan(apis);
        plan.oneApiPerDoor();
        functions.forEach(plan::add);
        apis.forEach(plan::limitsNameRoutes);
    }

    private void oneApiPerDoor() {
        long mutual = apis.stream().filter(api -> api.mutualTls().isPresent()).count();
        if (mutual != 1 || apis.size() != 2) {
            throw new StartRefused("LocalCloud serves one HTTP API in clear and one over mutual TLS, found "
                    + (apis.size() - mutual) + " and " + mutual);
        }
    }

    private void add(Function function) {
        for (EventSource event : function.events()) {
            if (event instanceof EventSource.Route route) {
                add("Resources." + function.logicalId(), route);
            }
        }
    }

    private void add(String path, EventSource.Route route) {
        Set<String> known = routes.get(route.apiId());
        if (known == null) {
            throw new StartRefused(path + ".Properties.Events." + route.name() + ".Properties.ApiId: " + route.apiId()
                    + " is none of the template's HTTP APIs");
        }
        if (!known.add(route.key())) {
            throw new StartRefused(path + ": the route " + route.key() + " is declared twice");
        }
    }

    private void limitsNameRoutes(HttpApi api) {
        for (String key : api.limits().keySet()) {
            if (!routes.get(api.apiId()).contains(key)) {
                throw new StartRefused(
                        "Resources." + api.logicalId() + ".Properties.RouteSettings." + key + ": there is no such route");
            }
        }
    }
}
