package io.groundswell.local;

import io.groundswell.local.aws.JsonService;
import io.groundswell.local.events.EventBus;
import io.groundswell.local.iam.Account;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.stepfunctions.MachineSource;
import io.groundswell.local.stepfunctions.Settings;
import io.groundswell.local.stepfunctions.StepFunctions;
import io.groundswell.local.stepfunctions.execution.StatusChange;
import io.groundswell.local.stepfunctions.execution.WallClock;
import java.time.Clock;
import java.util.List;

/** The stack's state machines: they invoke its functions, and what becomes of executions is published on its event bus. */
final class StateMachines implements AutoCloseable {

    private final WallClock time;
    private final StepFunctions stepFunctions;

    private StateMachines(WallClock time, StepFunctions stepFunctions) {
        this.time = time;
        this.stepFunctions = stepFunctions;
    }

    static StateMachines open(Account account, List<MachineSource> machines, FunctionInvoker functions, EventBus bus,
            DataDirectory data, Clock clock) {
        Settings inMemory = Settings.inMemory(account.region(), account.id());
        Settings settings = data.kept("stepfunctions").map(inMemory::keptIn).orElse(inMemory);
        WallClock time = new WallClock(clock);
        try {
            return new StateMachines(time, StepFunctions.open(
                    settings, machines, new TaskFunctions(functions), time, change -> publish(change, bus)));
        } catch (RuntimeException e) {
            time.close();
            throw e;
        }
    }

    /** Step Functions, to be mounted on the AWS endpoint. */
    JsonService service() {
        return new StatesService(stepFunctions);
    }

    /** Lets executions go on that a restart interrupted. */
    void resume() {
        stepFunctions.resume();
    }

    @Override
    public void close() {
        stepFunctions.close();
        time.close();
    }

    private static void publish(StatusChange change, EventBus bus) {
        bus.publish(StatusChange.SOURCE, StatusChange.DETAIL_TYPE, change.at(), change.resources(), change.detail());
    }
}
