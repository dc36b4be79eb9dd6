package io.groundswell.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.Arguments;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.Caller;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.name.Names;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code rollout watch}: exit 0 when it succeeded, 1 when it failed or was aborted. */
public final class WatchCommand {

    private static final Duration MOST = Duration.ofDays(365);

    private WatchCommand() {
    }

    public static int run(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--api"), Set.of());
        List<String> words = arguments.words("watch", "FLEET", "ID");
        if (!words.getFirst().equals("watch")) {
            throw new UsageError("rollout takes watch, found " + words.getFirst());
        }
        String path = "/fleets/" + Names.require("FLEET", words.get(1)) + "/rollouts/"
                + Names.require("ID", words.get(2));
        try (HttpClient http = HttpClient.newHttpClient()) {
            OperatorApi api = new OperatorApi(http, URI.create(arguments.get("--api")), Caller.of(System.getenv()));
            JsonNode end = new RolloutWatch(api, new WaveBars(System.out, isTerminal()))
                    .until(path, RolloutWatch.FINAL, MOST);
            return end.path("status").asText().equals("succeeded") ? 0 : 1;
        }
    }

    /** Whether standard output is a terminal where bars may be redrawn; the launcher looks, Java 21 cannot tell. */
    public static boolean isTerminal() {
        return "yes".equals(System.getenv("GROUNDSWELL_TERMINAL")) && !"dumb".equals(System.getenv("TERM"));
    }
}
