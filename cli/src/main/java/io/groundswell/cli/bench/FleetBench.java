package io.groundswell.cli.bench;

import io.groundswell.domain.group.Position;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code bench fleet}: a rollout to a whole fleet, counted first, then compared with a tenth of it, then timed. */
final class FleetBench {

    /** The size that the budget of time is for. */
    private static final int BUDGETED = 10_000;
    private static final Duration WALL = Duration.ofSeconds(110);
    private static final Duration OPENING = Duration.ofMillis(500);
    private static final int SINGLE_FILE = 50;
    private static final int WARMING = 200;
    private static final List<Map<String, Object>> THREE_WAVES = List.of(TestBench.wave(10, "auto"), TestBench.wave(50, "auto"),
            TestBench.wave(100, "auto"));

    private final TestBench bench;
    private final int atOnce;
    private final PrintStream out;

    private FleetBench(TestBench bench, int atOnce, PrintStream out) {
        this.bench = bench;
        this.atOnce = atOnce;
        this.out = out;
    }

    /** Runs it on a stack of its own; the table has what is budgeted. */
    static BudgetTable run(List<String> launcher, Path folder, int devices, int atOnce, PrintStream out) {
        try (TestBench bench = TestBench.start(launcher, folder, List.of("--parameter", "HeartbeatActiveSeconds=1"))) {
            return new FleetBench(bench, atOnce, out).measure(devices);
        }
    }

    private BudgetTable measure(int devices) {
        List<String> names = IntStream.rangeClosed(1, devices).mapToObj("dev-%06d"::formatted).toList();
        double enrolment = seconds(() -> bench.enroll(names));
        out.printf("%,d devices enrolled in %.1f s, %.0f a second%n", devices, enrolment, devices / enrolment);
        rollOut("warming", names.subList(0, WARMING));
        FleetRun tenth = rollOut("tenth", names.subList(0, devices / 10));
        out.printf("rollout to %,d done in %.1f s%n", devices / 10, seconds(tenth.wall()));
        group("fleet", names);
        long from = bench.requests().whenQuiet();
        FleetRun whole = new FleetRun(bench, atOnce);
        whole.run("fleet", inOrder("fleet", names), THREE_WAVES);
        RunCounts counts = RunCounts.of(bench.requests(), from, bench.requests().whenQuiet());
        group("file", names.subList(0, SINGLE_FILE));
        SingleFile single = new SingleFile(bench);
        single.run("file", inOrder("file", names.subList(0, SINGLE_FILE)));
        out.printf("%ncounts of the rollout to %,d devices%n", devices);
        counts.print(out, whole, bench.aws().transitions(whole.id()));
        ratios(devices, tenth, whole, single);
        times(devices, whole, single);
        return budgets(devices, whole, single);
    }

    private FleetRun rollOut(String group, List<String> names) {
        group(group, names);
        FleetRun run = new FleetRun(bench, atOnce);
        run.run(group, inOrder(group, names), THREE_WAVES);
        return run;
    }

    private void group(String name, List<String> members) {
        double taken = seconds(() -> bench.group(name, members));
        out.printf("group of %,d made in %.1f s%n", members.size(), taken);
    }

    private void ratios(int devices, FleetRun tenth, FleetRun whole, SingleFile single) {
        double few = seconds(tenth.wall()) / (devices / 10);
        double all = seconds(whole.wall()) / devices;
        double fewProcessor = seconds(tenth.stackTime().plus(tenth.deviceTime())) / (devices / 10);
        double allProcessor = seconds(whole.stackTime().plus(whole.deviceTime())) / devices;
        out.printf("%nratios%n  time for a report, in times that of a heartbeat: %.2f%n", single.reports().meanMillis() / single.heartbeats().meanMillis());
        out.printf("  a device among %,d, in times one among %,d: time %.2f, processor time %.2f%n", devices, devices / 10, all / few,
                allProcessor / fewProcessor);
    }

    private void times(int devices, FleetRun whole, SingleFile single) {
        out.printf("%ntimes%n  creation of the rollout to %,d devices %.2f s%n", devices, seconds(whole.creation()));
        out.printf("  from creation to success %.1f s, %.0f calls of devices a second%n", seconds(whole.wall()),
                (whole.heartbeats().count() + whole.idleHeartbeats().count() + whole.reports().count()) / seconds(whole.wall()));
        out.printf("  processor time: LocalCloud %.1f s, devices %.1f s, together %.1f ms a device%n", seconds(whole.stackTime()),
                seconds(whole.deviceTime()), (seconds(whole.stackTime()) + seconds(whole.deviceTime())) * 1000 / devices);
        out.printf("  a call of %d at once: first heartbeat with its TLS handshake %s; report %s%n", atOnce, whole.heartbeats().shown(),
                whole.reports().shown());
        out.printf("  a call by itself: heartbeat %s; report %s%n", single.heartbeats().shown(), single.reports().shown());
        out.printf("  last report of a wave to the next wave's opening, %d waves of one device: %s; in the large rollout: %s%n%n",
                single.openings().count(), single.openings().shown(), whole.openings().shown());
    }

    private static BudgetTable budgets(int devices, FleetRun whole, SingleFile single) {
        List<Budget> budgets = new ArrayList<>();
        Duration opening = single.openings().quantile(0.5);
        budgets.add(Budget.of("last report of a wave → next wave open, p50 of " + single.openings().count(), "< 0.5 s",
                "%.3f s".formatted(seconds(opening)), opening.compareTo(OPENING) < 0));
        if (devices == BUDGETED) {
            budgets.add(Budget.of("%,d devices, 3 waves, heartbeat and 4 reports each".formatted(devices), "< 110 s",
                    "%.1f s".formatted(seconds(whole.wall())), whole.wall().compareTo(WALL) < 0));
        }
        return new BudgetTable(budgets);
    }

    private List<LightDevice> inOrder(String group, List<String> names) {
        return names.stream().sorted(Comparator.comparing(name -> Position.of(group, name))).map(bench::device).toList();
    }

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return seconds(Duration.ofNanos(System.nanoTime() - begun));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
