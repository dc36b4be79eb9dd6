package io.groundswell.handlers.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.domain.name.RolloutRef;
import io.groundswell.handlers.testing.FakeWorkflows;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExecutionsTest {

    private static final RolloutRef ROLLOUT = new RolloutRef("f", "r1");

    private final FakeWorkflows workflows = new FakeWorkflows();
    private final Executions executions = new Executions(workflows, "machine");

    @Test
    @DisplayName("[R23] every process starts a rollout's execution with the same text, and so finds the one that runs")
    void startsWithOneText() {
        executions.ensureRunning(ROLLOUT);

        assertEquals(Map.of("r1", "{\"fleet\":\"f\",\"rollout\":\"r1\"}"), workflows.inputs());
    }

    @Test
    @DisplayName("[R23] a running execution is started once, a closed one under the next name")
    void takesTheNextNameOfAClosedOne() {
        executions.ensureRunning(ROLLOUT);
        executions.ensureRunning(ROLLOUT);
        assertEquals(Set.of("r1"), workflows.running());

        workflows.stop("r1");
        executions.ensureRunning(ROLLOUT);
        assertEquals(Set.of("r1-2"), workflows.running());
    }
}
