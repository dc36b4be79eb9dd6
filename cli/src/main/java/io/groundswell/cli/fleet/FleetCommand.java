package io.groundswell.cli.fleet;

import io.groundswell.cli.Arguments;
import io.groundswell.cli.UsageError;
import io.groundswell.cli.api.OperatorApi;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** {@code fleet create} and {@code fleet rotate}. */
public final class FleetCommand {

    private static final int MOST_KEYS = 20;

    private FleetCommand() {
    }

    public static int run(List<String> args) {
        Arguments arguments = Arguments.parse(args,
                Set.of("--api", "--region", "--keys", "--threshold", "--root-keys"), Set.of("--keep-keys"));
        List<String> words = arguments.words("create|rotate", "NAME");
        String fleet = arguments.name("NAME", words.get(1));
        OptionalInt rootKeys = arguments.number("--root-keys", 1, MOST_KEYS);
        OptionalInt threshold = arguments.number("--threshold", 1, MOST_KEYS);
        boolean keepKeys = arguments.has("--keep-keys");
        Path keys = Path.of(arguments.get("--keys"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            FleetCeremony ceremony = new FleetCeremony(OperatorApi.of(http, arguments), keys, InstantSource.system());
            print(fleet, keys, switch (words.getFirst()) {
                case "create" -> {
                    refuseKeepKeys(keepKeys);
                    yield ceremony.create(fleet, rootKeys.orElse(1), threshold.orElse(1));
                }
                case "rotate" -> {
                    refuseOtherKeys(keepKeys, rootKeys);
                    yield ceremony.rotate(fleet, new FleetCeremony.Rotation(rootKeys, threshold, keepKeys));
                }
                default -> throw new UsageError("fleet takes create or rotate, found " + words.getFirst());
            });
            return 0;
        }
    }

    private static void refuseKeepKeys(boolean keepKeys) {
        if (keepKeys) {
            throw new UsageError("--keep-keys belongs to fleet rotate: a new fleet has no keys to keep");
        }
    }

    private static void refuseOtherKeys(boolean keepKeys, OptionalInt rootKeys) {
        if (keepKeys && rootKeys.isPresent()) {
            throw new UsageError("--root-keys makes new keys and --keep-keys keeps them; give one of the two");
        }
    }

    private static void print(String fleet, Path keys, FleetCeremony.Anchor anchor) {
        System.out.println("fleet         " + fleet);
        System.out.println("root version  " + anchor.version() + " (" + anchor.threshold() + " of "
                + anchor.rootKeyIds().size() + ")");
        System.out.println("root sha256   " + anchor.sha256());
        anchor.rootKeyIds().forEach(id -> System.out.println("root key      " + id));
        System.out.println("Keep " + keys + " offline: it holds the private keys.");
    }
}
