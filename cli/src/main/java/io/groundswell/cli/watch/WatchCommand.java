package io.groundswell.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.Arguments;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.OperatorApi;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code rollout watch}: exit 0 when it succeeded, 1 when it failed or was aborted. */
public final class WatchCommand {

    /** A rollout's execution may live for a year. */
    private static final Duration MOST = Duration.ofDays(365);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private WatchCommand() {
    }

    public static int run(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--api", "--region"), Set.of());
        List<String> words = arguments.words("watch", "FLEET", "ID");
        if (!words.getFirst().equals("watch")) {
            throw new UsageError("rollout takes watch, found " + words.getFirst());
        }
        String path = "/fleets/" + arguments.name("FLEET", words.get(1)) + "/rollouts/"
                + arguments.name("ID", words.get(2));
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode end = new RolloutWatch(OperatorApi.of(http, arguments), new WaveBars(System.out, look()), PAUSE)
                    .until(path, RolloutWatch.FINAL, MOST);
            return end.path("status").asText().equals("succeeded") ? 0 : 1;
        }
    }

    /** What this process's standard output can show. */
    public static Look look() {
        return Look.of(System.getenv(), System.out.charset());
    }
}
