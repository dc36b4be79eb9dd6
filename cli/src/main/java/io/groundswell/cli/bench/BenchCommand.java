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
import java.util.stream.Stream;

/** {@code bench …}: exit 0 only if everything held. */
public final class BenchCommand {

    private static final int DEVICES = 500;
    private static final int MOST_DEVICES = 5_000;
    private static final int FUNCTION_EVERY_MS = 4_000;
    private static final int CLOUD_EVERY_MS = 60_000;

    private static final String KNOWN = "budgets, fleet or kill";
    private static final int LARGEST_GROUP = 100_000;
    private static final List<Integer> GROUPS = List.of(10, 5_000);
    private static final int ENROLLED = 40;
    private static final int WAVES = 10;

    private BenchCommand() {
    }

    public static int run(List<String> args) {
        if (args.isEmpty()) {
            throw new UsageError("expected bench " + KNOWN + ", found nothing after bench");
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "kill" -> kill(rest);
            case "budgets" -> budgets(rest);
            case "fleet" -> fleet(rest);
            default -> throw new UsageError("expected bench " + KNOWN + ", found bench " + args.getFirst());
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

    private static int budgets(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--largest-group"), Set.of());
        arguments.words();
        int largest = arguments.number("--largest-group", LARGEST_GROUP, 1_000, 200_000);
        List<Integer> sizes = Stream.concat(GROUPS.stream().filter(size -> size < largest), Stream.of(largest)).toList();
        Path folder = temporaryFolder();
        System.out.println("files: " + folder);
        BudgetTable table = BudgetsBench.run(LocalProcess.launcher(), folder,
                new BudgetsBench.Scale(sizes, ENROLLED, WAVES), System.out);
        table.print(System.out);
        table.requireHeld();
        return 0;
    }

    private static int fleet(List<String> args) {
        Arguments arguments = Arguments.parse(args, Set.of("--devices", "--at-once"), Set.of());
        arguments.words();
        int devices = arguments.number("--devices", 10_000, 500, 50_000);
        int atOnce = arguments.number("--at-once", 16, 1, 256);
        Path folder = temporaryFolder();
        System.out.println("files: " + folder);
        BudgetTable table = FleetBench.run(LocalProcess.launcher(), folder, devices, atOnce, System.out);
        table.print(System.out);
        table.requireHeld();
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
