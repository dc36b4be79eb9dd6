package io.groundswell.local.stepfunctions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.groundswell.local.stepfunctions.api.Response;
import io.groundswell.local.stepfunctions.execution.StatusChange;
import io.groundswell.local.stepfunctions.execution.WallClock;
import io.groundswell.local.stepfunctions.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

@DisplayName("The AWS SDK works against the engine unchanged, in real time")
class SdkTest {

    private static final String FLOW = Rig.machine("""
            "Nap": {"Type": "Wait", "Timestamp": "2026-01-01T00:00:00Z", "Next": "Watch"},
            "Watch": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
              "Arguments": {"FunctionName": "store", "Payload": {"token": "{% $states.context.Task.Token %}"}},
              "TimeoutSeconds": 3600, "Assign": {"wave": "{% $states.result.wave %}"}, "Next": "Done"},
            "Done": {"Type": "Succeed", "Output": {"wave": "{% $wave %}"}}""");

    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final BlockingQueue<StatusChange> changes = new LinkedBlockingQueue<>();
    private final WallClock clock = new WallClock(Clock.systemUTC());
    private StepFunctions service;
    private HttpServer server;
    private SfnClient client;

    @BeforeEach
    void serve() throws IOException {
        service = StepFunctions.open(Settings.inMemory("eu-west-1", "123456789012"),
                List.of(new MachineSource("flow", FLOW, "arn:aws:iam::123456789012:role/flow")),
                (function, payload) -> {
                    Map<?, ?> event = (Map<?, ?>) Json.read(new String(payload, StandardCharsets.UTF_8));
                    tokens.add((String) event.get("token"));
                    return "null".getBytes(StandardCharsets.UTF_8);
                }, clock, changes::add);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = SfnClient.builder().region(Region.EU_WEST_1).httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        service.close();
        clock.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Response response = service.handle(exchange.getRequestHeaders().getFirst("X-Amz-Target"),
                exchange.getRequestBody().readAllBytes());
        exchange.getResponseHeaders().set("Content-Type", Response.CONTENT_TYPE);
        exchange.sendResponseHeaders(response.status(), response.body().length);
        exchange.getResponseBody().write(response.body());
        exchange.close();
    }

    private String token() throws InterruptedException {
        String token = tokens.poll(20, TimeUnit.SECONDS);
        assertTrue(token != null, "the function was not invoked within 20 s");
        return token;
    }

    private void awaitEnd() throws InterruptedException {
        StatusChange change;
        do {
            change = changes.poll(20, TimeUnit.SECONDS);
            assertTrue(change != null, "the execution did not end within 20 s");
        } while (change.execution().stoppedAt().isEmpty());
    }

    @Test
    void anExecutionIsStartedWokenAndRead() throws InterruptedException {
        String arn = client.startExecution(request -> request.stateMachineArn(Rig.MACHINE).name("r1").input("{}"))
                .executionArn();
        String token = token();
        client.sendTaskHeartbeat(request -> request.taskToken(token));
        client.sendTaskSuccess(request -> request.taskToken(token).output("{\"wave\":2}"));
        awaitEnd();
        DescribeExecutionResponse execution = client.describeExecution(request -> request.executionArn(arn));
        assertEquals(ExecutionStatus.SUCCEEDED, execution.status());
        assertEquals("{\"wave\":2}", execution.output());
        assertTrue(!execution.stopDate().isBefore(execution.startDate()));
        List<HistoryEvent> events = client.getExecutionHistoryPaginator(
                request -> request.executionArn(arn).maxResults(3)).events().stream().toList();
        assertEquals(List.of(HistoryEventType.EXECUTION_STARTED, HistoryEventType.WAIT_STATE_ENTERED,
                HistoryEventType.WAIT_STATE_EXITED, HistoryEventType.TASK_STATE_ENTERED,
                HistoryEventType.TASK_SCHEDULED, HistoryEventType.TASK_STARTED, HistoryEventType.TASK_SUCCEEDED,
                HistoryEventType.TASK_STATE_EXITED, HistoryEventType.SUCCEED_STATE_ENTERED,
                HistoryEventType.SUCCEED_STATE_EXITED, HistoryEventType.EXECUTION_SUCCEEDED),
                events.stream().map(HistoryEvent::type)
                        .filter(type -> type != HistoryEventType.TASK_SUBMITTED).toList());
        assertEquals("2", events.stream().filter(event -> event.type() == HistoryEventType.TASK_STATE_EXITED)
                .findFirst().orElseThrow().stateExitedEventDetails().assignedVariables().get("wave"));
    }

    @Test
    void refusalsAreTheSdksExceptions() throws InterruptedException {
        client.startExecution(request -> request.stateMachineArn(Rig.MACHINE).name("r1").input("{}"));
        String token = token();
        assertThrows(ExecutionAlreadyExistsException.class, () -> client.startExecution(
                request -> request.stateMachineArn(Rig.MACHINE).name("r1").input("{\"other\":1}")));
        assertThrows(InvalidTokenException.class, () -> client.sendTaskSuccess(
                request -> request.taskToken("made-up").output("1")));
        assertThrows(ExecutionDoesNotExistException.class, () -> client.describeExecution(
                request -> request.executionArn(Rig.EXECUTION + "none")));
        client.stopExecution(request -> request.executionArn(Rig.EXECUTION + "r1").error("Ops").cause("by hand"));
        assertThrows(TaskTimedOutException.class, () -> client.sendTaskFailure(request -> request.taskToken(token)));
        SfnException unknown = assertThrows(SfnException.class, () -> client.listActivities(request -> { }));
        assertEquals("UnknownOperationException", unknown.awsErrorDetails().errorCode());
    }

    @Test
    void listsAndDescriptionsAreRead() {
        client.startExecution(request -> request.stateMachineArn(Rig.MACHINE).name("r1"));
        client.startExecution(request -> request.stateMachineArn(Rig.MACHINE).name("r2"));
        assertEquals(List.of("r2", "r1"), client.listExecutionsPaginator(request -> request
                .stateMachineArn(Rig.MACHINE).statusFilter(ExecutionStatus.RUNNING).maxResults(1))
                .executions().stream().map(execution -> execution.name()).toList());
        assertEquals(FLOW, client.describeStateMachine(request -> request.stateMachineArn(Rig.MACHINE)).definition());
        assertEquals(FLOW, client.describeStateMachineForExecution(
                request -> request.executionArn(Rig.EXECUTION + "r1")).definition());
        assertEquals(List.of("flow"), client.listStateMachines().stateMachines().stream()
                .map(machine -> machine.name()).toList());
    }
}
