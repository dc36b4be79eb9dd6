package io.groundswell.local.http;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of one API, most specific first; the first that matches method and path is taken. */
final class RouteTable {

    /** A route and the values of its path variables. */
    record Match(Route route, Map<String, String> pathParameters) {
    }

    private final List<Route> routes;

    RouteTable(List<Route> routes) {
        Set<String> keys = new HashSet<>();
        routes.forEach(route -> {
            if (!keys.add(route.key())) {
                throw new IllegalArgumentException("the route " + route.key() + " is declared twice");
            }
        });
        this.routes = routes.stream().sorted(Comparator.comparing(Route::path)).toList();
    }

    Optional<Match> find(String method, String decodedPath) {
        for (Route route : routes) {
            if (route.method().equals(method)) {
                Optional<Map<String, String>> variables = route.path().match(decodedPath);
                if (variables.isPresent()) {
                    return Optional.of(new Match(route, variables.get()));
                }
            }
        }
        return Optional.empty();
    }
}
