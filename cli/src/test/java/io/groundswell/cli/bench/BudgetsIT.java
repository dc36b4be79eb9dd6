package io.groundswell.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The budgets of {@code groundswell bench budgets}, with a group of 1,000 for the largest. */
class BudgetsIT {

    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    @DisplayName("[R16] creation, idle heartbeats, reports and transitions cost what they may, whatever the size of the group")
    void budgetsAreHeld() {
        BudgetTable table = BudgetsBench.run(Launchers.local(), folder, new BudgetsBench.Scale(List.of(10, 1_000), 20, 4), System.out);
        table.print(System.out);
        assertEquals(List.of(), table.budgets().stream().filter(budget -> !budget.held()).toList());
        assertEquals(10, table.budgets().size());
    }
}
