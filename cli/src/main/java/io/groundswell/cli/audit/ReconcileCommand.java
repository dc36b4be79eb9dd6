package io.groundswell.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.Arguments;
import io.groundswell.cli.api.OperatorApi;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code reconcile}: exit 0 when everything found was repaired, 1 when something is unresolved. */
public final class ReconcileCommand {

    private static final int MOST_GRACE_S = 604_800;

    private ReconcileCommand() {
    }

    public static int run(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--api", "--region", "--older-than", "--lost-after"), Set.of());
        String fleet = arguments.name("FLEET", arguments.words("FLEET").getFirst());
        Map<String, Object> body = new LinkedHashMap<>();
        arguments.number("--older-than", 0, MOST_GRACE_S).ifPresent(seconds -> body.put("older_than_s", seconds));
        arguments.number("--lost-after", 0, MOST_GRACE_S).ifPresent(seconds -> body.put("lost_after_s", seconds));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return run(OperatorApi.of(http, arguments), fleet, body, System.out);
        }
    }

    /** Reconciles page by page; the exit code. */
    public static int run(OperatorApi api, String fleet, Map<String, Object> body, PrintStream out) {
        Map<String, Long> sums = new TreeMap<>();
        int unresolved = 0;
        for (boolean more = true; more; ) {
            JsonNode page = api.post("/fleets/" + fleet + "/reconcile", body);
            page.properties().forEach(member -> {
                if (member.getValue().isIntegralNumber()) {
                    sums.merge(member.getKey(), member.getValue().asLong(), Long::sum);
                }
            });
            page.path("drift").forEach(line -> out.println("drift: " + line.asText()));
            page.path("unresolved").forEach(line -> out.println("unresolved: " + line.asText()));
            unresolved += page.path("unresolved").size();
            more = page.has("next_token");
            body.put("after", page.path("next_token").asText());
        }
        sums.forEach((name, sum) -> out.printf("%-18s %d%n", name, sum));
        if (sums.getOrDefault("pending", 0L) > 0) {
            out.println("pending revisions may still come from the stream or the failure bucket; if they do not, a later run "
                    + "calls them lost (--lost-after, docs/reconcile.md)");
        }
        return unresolved == 0 ? 0 : 1;
    }
}
