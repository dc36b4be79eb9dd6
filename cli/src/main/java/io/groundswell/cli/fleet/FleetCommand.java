package io.groundswell.cli.fleet;

import io.groundswell.cli.Arguments;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.Caller;
import io.groundswell.cli.api.OperatorApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** {@code fleet create} and {@code fleet rotate}. */
public final class FleetCommand {

    private static final int MOST_KEYS = 20;

    private FleetCommand() {
    }

    public static int run(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--api", "--keys", "--threshold", "--root-keys"), Set.of());
        List<String> words = arguments.words("create|rotate", "NAME");
        String fleet = words.get(1);
        int rootKeys = arguments.number("--root-keys", 1, 1, MOST_KEYS);
        int threshold = arguments.number("--threshold", 1, 1, MOST_KEYS);
        try (HttpClient http = HttpClient.newHttpClient()) {
            FleetCeremony ceremony = new FleetCeremony(
                    new OperatorApi(http, URI.create(arguments.get("--api")), Caller.of(System.getenv())),
                    Path.of(arguments.get("--keys")), InstantSource.system());
            FleetCeremony.Anchor anchor = switch (words.getFirst()) {
                case "create" -> ceremony.create(fleet, rootKeys, threshold);
                case "rotate" -> ceremony.rotate(fleet, rootKeys, threshold);
                default -> throw new UsageError("fleet takes create or rotate, found " + words.getFirst());
            };
            System.out.println("fleet         " + fleet);
            System.out.println("root version  " + anchor.version() + " (" + threshold + " of " + rootKeys + ")");
            System.out.println("root sha256   " + anchor.sha256());
            anchor.rootKeyIds().forEach(id -> System.out.println("root key      " + id));
            System.out.println("Keep " + arguments.get("--keys") + " offline: it holds the private keys.");
            return 0;
        }
    }
}
