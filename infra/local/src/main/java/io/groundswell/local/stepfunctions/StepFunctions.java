package io.groundswell.local.stepfunctions;

import io.groundswell.local.stepfunctions.api.Response;
import io.groundswell.local.stepfunctions.api.StepFunctionsApi;
import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import io.groundswell.local.stepfunctions.execution.ExecutionListener;
import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.FunctionInvoker;
import io.groundswell.local.stepfunctions.execution.JournalDirectory;
import io.groundswell.local.stepfunctions.execution.Scheduler;
import io.groundswell.local.stepfunctions.execution.StateMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The Step Functions service.
 *
 * <p>Opened with its state machines, it answers requests at once. Executions that were running before a restart go on
 * when {@link #resume()} says that the functions can be invoked. It does not close the scheduler it was given.
 */
public final class StepFunctions implements AutoCloseable {

    private final Executions executions;
    private final StepFunctionsApi api;

    private StepFunctions(Executions executions, StepFunctionsApi api) {
        this.executions = executions;
        this.api = api;
    }

    /**
     * Loads the definitions and what the directory holds.
     *
     * @throws io.groundswell.local.stepfunctions.asl.InvalidDefinition if a definition is refused
     */
    public static StepFunctions open(Settings settings, List<MachineSource> sources, FunctionInvoker invoker,
            Scheduler scheduler, ExecutionListener listener) {
        Map<String, StateMachine> machines = new LinkedHashMap<>();
        for (MachineSource source : sources) {
            String arn = settings.machineArn(source.name());
            StateMachineDefinition definition = StateMachineDefinition.parse(source.definition());
            StateMachine machine =
                    new StateMachine(source.name(), arn, source.roleArn(), scheduler.now(), definition);
            if (machines.put(arn, machine) != null) {
                throw new IllegalArgumentException("two state machines are named " + source.name());
            }
        }
        JournalDirectory directory = settings.directory().map(JournalDirectory::in).orElseGet(JournalDirectory::none);
        Executions executions = Executions.open(settings.region(), settings.limits(), directory, invoker, scheduler,
                listener, new Random());
        return new StepFunctions(executions, new StepFunctionsApi(machines, executions, settings.limits()));
    }

    /** Lets executions that a restart interrupted go on. */
    public void resume() {
        executions.resume();
    }

    /**
     * Answers one request.
     *
     * @param target the value of {@code X-Amz-Target}, null if the header is missing
     * @param body the request's body
     */
    public Response handle(String target, byte[] body) {
        return api.handle(target, body);
    }

    /** Stops where everything stands, without ending any execution. */
    @Override
    public void close() {
        executions.close();
    }
}
