package io.groundswell.cli;

import io.groundswell.agent.connection.CallFailed;
import io.groundswell.cli.audit.AuditCommand;
import io.groundswell.cli.audit.ReconcileCommand;
import io.groundswell.cli.bench.BenchCommand;
import io.groundswell.cli.demo.Demo;
import io.groundswell.cli.fleet.FleetCommand;
import io.groundswell.cli.watch.WatchCommand;
import io.groundswell.domain.error.RequestError;
import io.groundswell.tuf.TufException;
import java.util.List;

/** Entry point: finds the command, maps failures to exit codes. */
public final class Main {

    private static final String USAGE = """
            usage: groundswell COMMAND

              demo [--keep] [--devices N] [--agents N]
                                                    the main job, end to end, on this machine
              local [flags]                         run the stack on this machine; see docs/local.md
              simulate --seeds FIRST..LAST          rollouts against every fault; see docs/simulation.md
              bench budgets [--largest-group N]     count what the product may cost; see docs/bench.md
              bench fleet [--devices N] [--at-once N]
                                                    counts, ratios and times of a large rollout
              bench kill [--devices N] [--rounds N] [--seed S]
                                                    kill -9 under a rollout; see docs/bench.md
              fleet create NAME --api URL --keys DIR [--threshold M] [--root-keys N]
                                                    offline keys, first root and targets
              fleet rotate NAME --api URL --keys DIR [--threshold M] [--root-keys N] [--keep-keys]
                                                    new keys, or the same for a later expiry
              rollout watch FLEET ID --api URL      follow a rollout to its end
              audit export FLEET --api URL --out DIR
                                                    write, sign and download the audit log
              audit verify EXPORT --key PUB [--fleet NAME] [--anchors DIR]
                                                    check an export without asking anybody
              reconcile FLEET --api URL [--older-than SECONDS] [--lost-after SECONDS]
                                                    append what the audit log lacks, correct tallies

            Commands that call the operator API sign with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
            AWS_SESSION_TOKEN and AWS_REGION, or --region. Exit status: 0 done, 1 failed, 2 wrong usage.
            """;

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    static int run(List<String> args) {
        try {
            return dispatch(args);
        } catch (UsageError e) {
            System.err.println("groundswell: " + e.getMessage());
            System.err.print(USAGE);
            return 2;
        } catch (CommandFailed | CallFailed | TufException | RequestError e) {
            System.err.println("groundswell: " + e.getMessage());
            return 1;
        }
    }

    private static int dispatch(List<String> args) {
        if (args.isEmpty() || args.equals(List.of("--help")) || args.equals(List.of("help"))) {
            System.out.print(USAGE);
            return args.isEmpty() ? 2 : 0;
        }
        List<String> rest = args.subList(1, args.size());
        if (rest.contains("--help")) {
            System.out.print(USAGE);
            return 0;
        }
        return switch (args.getFirst()) {
            case "bench" -> BenchCommand.run(rest);
            case "demo" -> Demo.run(rest);
            case "fleet" -> FleetCommand.run(rest);
            case "audit" -> AuditCommand.run(rest);
            case "reconcile" -> ReconcileCommand.run(rest);
            case "rollout" -> WatchCommand.run(rest);
            default -> throw new UsageError("unknown command " + args.getFirst());
        };
    }
}
