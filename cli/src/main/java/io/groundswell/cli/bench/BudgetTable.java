package io.groundswell.cli.bench;

import io.groundswell.cli.CommandFailed;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** Prints budgets as a table. */
record BudgetTable(List<Budget> budgets) {

    void print(PrintStream out) {
        int what = width("what", Budget::what);
        int limit = width("budget", Budget::limit);
        int measured = width("measured", Budget::measured);
        String row = "%-" + what + "s  %-" + limit + "s  %-" + measured + "s  %s%n";
        out.printf(row, "what", "budget", "measured", "held");
        budgets.forEach(budget -> out.printf(row, budget.what(), budget.limit(), budget.measured(), budget.held() ? "yes" : "NO"));
    }

    /** @throws CommandFailed naming what was not held, with what was expected and found */
    void requireHeld() {
        List<String> exceeded = budgets.stream().filter(budget -> !budget.held())
                .map(budget -> budget.what() + ": expected " + budget.limit() + ", found " + budget.measured()).toList();
        if (!exceeded.isEmpty()) {
            throw new CommandFailed(exceeded.size() + " of " + budgets.size() + " budgets exceeded: " + String.join("; ", exceeded));
        }
    }

    private int width(String title, Function<Budget, String> column) {
        return Math.max(title.length(), budgets.stream().map(column).mapToInt(String::length).max().orElse(0));
    }
}
