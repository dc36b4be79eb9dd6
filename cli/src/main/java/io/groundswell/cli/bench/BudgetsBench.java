package io.groundswell.cli.bench;

import io.groundswell.domain.group.Position;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code bench budgets}: counts what the product's budgets are about. */
final class BudgetsBench {

    private final TestBench bench;
    private final Scale scale;
    private final PrintStream out;

    private BudgetsBench(TestBench bench, Scale scale, PrintStream out) {
        this.bench = bench;
        this.scale = scale;
        this.out = out;
    }

    /**
     * How large everything is.
     *
     * @param groups sizes of the groups that a rollout is created for, rising; the first has only devices that are enrolled
     * @param enrolled devices that are enrolled
     * @param waves of the rollouts whose transitions are counted, a divisor of 100
     */
    record Scale(List<Integer> groups, int enrolled, int waves) {
    }

    /** Runs it on a stack of its own. */
    static BudgetTable run(List<String> launcher, Path folder, Scale scale, PrintStream out) {
        // A second is the shortest interval, and so the soonest that last seen is stale.
        try (TestBench bench = TestBench.start(launcher, folder, List.of("--parameter", "HeartbeatActiveSeconds=1",
                "--parameter", "HeartbeatIdleSeconds=1"))) {
            return new BudgetsBench(bench, scale, out).measure();
        }
    }

    private BudgetTable measure() {
        List<String> names = IntStream.rangeClosed(1, scale.groups().getLast()).mapToObj("dev-%06d"::formatted).toList();
        List<String> enrolled = names.subList(0, scale.enrolled());
        bench.enroll(enrolled);
        List<Budget> budgets = new ArrayList<>();
        budgets.addAll(new HeartbeatBudget(bench).measure(bench.device(names.getFirst()), "no rollout active"));
        bench.group("all", enrolled);
        budgets.addAll(whileOneIsActive(enrolled));
        bench.group("small", enrolled.subList(0, scale.waves()));
        budgets.addAll(new TransitionBudget(bench).measure("small", inOrder("small", enrolled.subList(0, scale.waves()))));
        budgets.addFirst(new CreationBudget(bench).measure(groups(names)));
        return new BudgetTable(budgets);
    }

    private List<Budget> whileOneIsActive(List<String> enrolled) {
        List<LightDevice> devices = inOrder("all", enrolled);
        String id = bench.rollOut("all", List.of(TestBench.wave(95, "auto"), TestBench.wave(100, "manual")));
        bench.awaitWave(id, 0);
        List<Budget> budgets = new ArrayList<>(new ReportBudget(bench).measure(id, devices.subList(0, enrolled.size() * 95 / 100)));
        bench.awaitStatus(id, "waiting_for_approval");
        budgets.addAll(0, new HeartbeatBudget(bench).measure(devices.getFirst(), "a rollout active"));
        bench.approver().post(TestBench.path("/rollouts/" + id + "/abort"), Map.of("policy", "keep"));
        return budgets;
    }

    /** A group of every size; most of the larger ones' devices are copies. */
    private Map<Integer, String> groups(List<String> names) {
        new CopiedDevices(bench.aws()).copy(names.getFirst(), names.subList(scale.enrolled(), names.size()));
        Map<Integer, String> groups = new LinkedHashMap<>();
        for (int size : scale.groups()) {
            long begun = System.nanoTime();
            bench.group("of-" + size, names.subList(0, size));
            out.printf("group of %,d devices made in %.1f s%n", size, (System.nanoTime() - begun) / 1e9);
            groups.put(size, "of-" + size);
        }
        return groups;
    }

    private List<LightDevice> inOrder(String group, List<String> names) {
        return names.stream().sorted(Comparator.comparing(name -> Position.of(group, name))).map(bench::device).toList();
    }
}
