package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Doing what one's role may not. */
interface PermissionAttacks extends Attacks {

    List<String> USERS = List.of("operator", "approver", "auditor");
    Pattern ROW = Pattern.compile("\\| `([A-Z]+ [^`]+)` \\| [^|]+ \\| (yes|–) \\| (yes|–) \\| (yes|–) \\|");

    /** What {@code docs/permissions.md} says, by route. */
    private static Map<String, List<String>> documented() {
        Map<String, List<String>> table = new TreeMap<>();
        ROW.matcher(Routes.text(Path.of("../docs/permissions.md"))).results().forEach(row ->
                table.put(row.group(1), List.of(row.group(2), row.group(3), row.group(4))));
        return table;
    }

    /** Somebody who may call the route. */
    static String caller(Routes.Route route) {
        if (route.path().contains("/audit/exports")) {
            return "auditor";
        }
        return switch (route.path().substring(route.path().lastIndexOf('/') + 1)) {
            case "approve", "resume", "abort" -> "approver";
            default -> "operator";
        };
    }

    @Test
    @DisplayName("[R24] the documented table names every route of the template, and each role may call exactly what it says")
    default void rolesAndRoutes() {
        Map<String, List<String>> documented = documented();
        Map<String, List<String>> found = new TreeMap<>();
        site().withoutTrace(() -> Routes.ofOperators().forEach(route -> {
            // No name has two dots: whoever may call the route is told so by the function, and nothing happens.
            String target = route.target(name -> "no..name");
            Call call = route.takesBody() ? Call.of(route.method(), target, "{}") : Call.of(route.method(), target);
            found.put(route.toString(), USERS.stream().map(user -> {
                Reply reply = site().operator(user, call);
                assertTrue(reply.status() == 400 || reply.body().equals(SignatureAttacks.FORBIDDEN), () -> route + ": " + reply.raw());
                return reply.status() == 400 ? "yes" : "–";
            }).toList());
        }));
        assertEquals(new TreeSet<>(documented.keySet()), new TreeSet<>(found.keySet()));
        found.forEach((route, users) -> assertEquals(documented.get(route), users, route));
    }

    @Test
    @DisplayName("[R24] no name in a path makes a granted route of another: IAM's wildcards reach over slashes")
    default void grantsByName() {
        Map<String, String> attempts = new LinkedHashMap<>();
        attempts.put("POST /fleets/alpha/artifacts/GET/fleets/publish", "auditor");
        attempts.put("POST /fleets/GET/artifacts/fleets/x/publish", "auditor");
        attempts.put("POST /fleets/GET/fleets/groups", "auditor");
        attempts.put("POST /fleets/alpha/rollouts/halt/approve", "operator");
        attempts.put("POST /fleets/POST/rollouts/fleets/approve", "operator");
        attempts.put("DELETE /fleets/alpha/enrollment-tokens/halt", "approver");
        attempts.put("DELETE /fleets/POST/enrollment-tokens/approve", "approver");
        attempts.put("PUT /fleets/GET/tuf/root", "auditor");
        attempts.put("POST /fleets/alpha%2frollouts%2fx%2fhalt/keys", "approver");
        attempts.put("POST /fleets/alpha/rollouts/" + site().alpha.rollout + "/approve?x=/halt", "operator");
        site().withoutTrace(() -> attempts.forEach((route, user) -> {
            String[] methodAndTarget = route.split(" ");
            Reply reply = site().operator(user, Call.of(methodAndTarget[0], methodAndTarget[1], "{\"wave\":0}"));
            assertTrue(reply.status() == 403 || reply.status() == 404 && reply.body().equals("{\"message\":\"Not Found\"}"),
                    () -> route + " by " + user + ": " + reply.raw());
        }));
    }

    @Test
    @DisplayName("[R24] no override of method or path, no other spelling of the route gets past the policy")
    default void overrides() {
        String approve = site().alpha.path("/rollouts/" + site().alpha.rollout + "/approve");
        site().withoutTrace(() -> {
            for (String header : List.of("x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url")) {
                Call call = Call.of("POST", site().alpha.path("/rollouts/x/halt"), "{\"reason\":\"x\"}").with(header, approve);
                assertEquals(404, site().operator("operator", call).status(), header);
            }
            for (String target : List.of(approve + "/", approve + "//", approve.replace("/approve", "//approve"), approve + "%20",
                    approve.replace("approve", "Approve"), approve.replace("approve", "%61pprove"), approve + ";x", approve + "%2f",
                    approve.replace("/fleets", "//fleets"), "/fleets/alpha/../alpha" + approve.substring(13), "/." + approve,
                    approve.replace("/approve", "/halt/../approve"), approve.replace("/approve", "%2fapprove"))) {
                Reply reply = site().operator("operator", Call.of("POST", target, "{\"wave\":0}"));
                assertTrue(reply.status() == 403 || reply.status() == 404, () -> target + ": " + reply.raw());
            }
            for (String method : List.of("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                Reply reply = site().operator("operator", Call.of(method, approve));
                assertTrue(reply.status() == 403 || reply.status() == 404, () -> method + ": " + reply.raw());
            }
        });
        assertEquals("waiting_for_approval", site().as("auditor").get(site().alpha.path("/rollouts/" + site().alpha.rollout))
                .path("status").asText());
    }
}
