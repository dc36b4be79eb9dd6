package io.groundswell.cli.bench;

import io.groundswell.cli.Arguments;
import io.groundswell.cli.CommandFailed;
import io.groundswell.cli.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** {@code bench kill}: exit 0 only if everything held. */
public final class BenchCommand {

    private static final int DEVICES = 500;
    private static final int MOST_DEVICES = 5_000;
    private static final int FUNCTION_EVERY_MS = 4_000;
    private static final int CLOUD_EVERY_MS = 60_000;

    private BenchCommand() {
    }

    public static int run(List<String> args) {
        if (args.isEmpty()) {
            throw new UsageError("expected bench kill, found nothing after bench");
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "kill" -> kill(rest);
            default -> throw new UsageError("expected bench kill, found bench " + args.getFirst());
        };
    }

    private static int kill(List<String> args) {
        Arguments arguments = Arguments.parse(args,
                Set.of("--devices", "--rounds", "--seed", "--function-every-ms", "--cloud-every-ms"), Set.of());
        arguments.words();
        int seed = arguments.number("--seed", new Random().nextInt(1_000_000), 0, 999_999);
        KillPlan plan = new KillPlan(arguments.number("--devices", DEVICES, 10, MOST_DEVICES),
                arguments.number("--rounds", 1, 1, 1_000), seed,
                KillPlan.Kills.every(arguments.number("--function-every-ms", FUNCTION_EVERY_MS, 50, 600_000)),
                KillPlan.Kills.every(arguments.number("--cloud-every-ms", CLOUD_EVERY_MS, 1_000, 3_600_000)));
        System.out.println("kill loop: " + plan);
        try (KillLoop loop = KillLoop.start(plan, LocalProcess.launcher(KillLoop.QUICK_START), temporaryFolder(), System.out)) {
            for (int round = 1; round <= plan.rounds(); round++) {
                System.out.println("round " + round + ": " + loop.round(round));
            }
        }
        System.out.println("every invariant held in every round");
        return 0;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("groundswell-bench-");
        } catch (IOException e) {
            throw new CommandFailed("no temporary folder can be made: " + e.getMessage(), e);
        }
    }
}
