package io.groundswell.local.stepfunctions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.stepfunctions.api.Response;
import io.groundswell.local.stepfunctions.execution.WallClock;
import io.groundswell.local.stepfunctions.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Many executions and answers at once")
class ConcurrencyTest {

    private static final int EXECUTIONS = 100;
    private static final String FLOW = Rig.machine("""
            "Watch": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
              "Arguments": {"FunctionName": "store", "Payload": {"token": "{% $states.context.Task.Token %}"}},
              "Next": "Call"},
            "Call": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
              "Arguments": {"FunctionName": "call", "Payload": "{% $states.input %}"}, "End": true}""");

    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    private byte[] invoke(String function, byte[] payload) {
        Map<?, ?> event = (Map<?, ?>) Json.read(new String(payload, StandardCharsets.UTF_8));
        if (function.equals("store")) {
            tokens.add((String) event.get("token"));
        }
        return payload;
    }

    private static int send(StepFunctions service, String operation, Map<String, Object> request) {
        Response response = service.handle("AWSStepFunctions." + operation,
                Json.write(request).getBytes(StandardCharsets.UTF_8));
        return response.status();
    }

    @Test
    void ofTwoAnswersToOneTokenExactlyOneCounts(@TempDir Path directory) throws Exception {
        try (WallClock clock = new WallClock(Clock.systemUTC());
                StepFunctions service = StepFunctions.open(
                        Settings.inMemory("eu-west-1", "123456789012").keptIn(directory),
                        List.of(new MachineSource("flow", FLOW, "arn:aws:iam::123456789012:role/flow")), this::invoke,
                        clock, change -> change.execution().stoppedAt()
                                .ifPresent(at -> ended.add(change.execution().status().name())));
                ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> starts = IntStream.range(0, 2 * EXECUTIONS).mapToObj(i -> (Callable<Integer>)
                    () -> send(service, "StartExecution", Map.of("stateMachineArn", Rig.MACHINE,
                            "name", "run-" + i / 2, "input", "{}"))).toList();
            for (Future<Integer> start : callers.invokeAll(starts)) {
                assertEquals(200, start.get());
            }
            int accepted = 0;
            for (int i = 0; i < EXECUTIONS; i++) {
                String token = tokens.poll(20, TimeUnit.SECONDS);
                assertTrue(token != null, "only " + i + " tokens within 20 s");
                Callable<Integer> answer = () -> send(service, "SendTaskSuccess",
                        Map.of("taskToken", token, "output", "{\"i\":1}"));
                for (Future<Integer> status : callers.invokeAll(List.of(answer, answer))) {
                    accepted += status.get() == 200 ? 1 : 0;
                }
            }
            assertEquals(EXECUTIONS, accepted);
            for (int i = 0; i < EXECUTIONS; i++) {
                assertEquals("SUCCEEDED", ended.poll(20, TimeUnit.SECONDS));
            }
            assertTrue(tokens.isEmpty());
        }
    }
}
