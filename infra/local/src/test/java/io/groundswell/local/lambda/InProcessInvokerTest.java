package io.groundswell.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InProcessInvokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final InProcessInvoker invoker = new InProcessInvoker(new FunctionLog(new PrintStream(logged)), 2);

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        callers.shutdownNow();
        invoker.close();
    }

    private void register(String handler, Duration timeout) {
        invoker.register(new FunctionConfiguration("f", "arn:aws:lambda:us-east-1:000000000000:function:f:live",
                TestHandlers.class.getName() + "$" + handler, Map.of("TABLE", "fleet"), timeout, 128, "us-east-1", Path.of("target/test-classes")));
    }

    private String returned(String event) {
        InvocationResult result = invoker.invoke("f", event.getBytes(UTF_8), PATIENCE);
        return new String(assertInstanceOf(InvocationResult.Returned.class, result).payload(), UTF_8);
    }

    private InvocationResult.Failed failed(String event) {
        return assertInstanceOf(InvocationResult.Failed.class, invoker.invoke("f", event.getBytes(UTF_8), PATIENCE));
    }

    @Test
    @DisplayName("a handler is constructed with the template's environment and reads events by Lambda's serializer")
    void runsTypedHandler() {
        register("Typed::handleRequest", Duration.ofSeconds(30));
        assertTrue(returned("{\"version\":\"2.0\",\"rawPath\":\"/fleets\"}").contains("\"body\":\"fleet /fleets f\""));
    }

    @Test
    @DisplayName("stream events keep time, sequence number and images, and answers name the failed items")
    void readsStreamEvents() {
        register("Streamed", Duration.ofSeconds(30));
        assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"12@2026-01-02T03:04:05Z@FLEET#f\"}]}", returned("""
                {"Records":[{"eventID":"1","eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":1767323045,
                "SequenceNumber":"12","NewImage":{"PK":{"S":"FLEET#f"}}}}]}"""));
    }

    @Test
    @DisplayName("event and response types are found through generic ancestors")
    void findsGenericTypes() {
        register("Doubling", Duration.ofSeconds(30));
        assertEquals("[2,4,6]", returned("[1,2,3]"));
    }

    @Test
    @DisplayName("a stream handler gets the bytes as they are, by name or by ARN with alias")
    void runsStreamHandler() {
        register("Echo", Duration.ofSeconds(30));
        assertEquals("{\"a\": 1}", returned("{\"a\": 1}"));
        InvocationResult byArn = invoker.invoke("arn:aws:lambda:us-east-1:000000000000:function:f:live", "7".getBytes(UTF_8), PATIENCE);
        assertArrayEquals("7".getBytes(UTF_8), ((InvocationResult.Returned) byArn).payload());
    }

    @Test
    @DisplayName("an exception becomes Lambda's error document and is logged with its stack")
    void reportsExceptions() {
        register("Throwing", Duration.ofSeconds(30));
        InvocationResult.Failed failure = failed("{}");
        assertEquals("java.lang.IllegalStateException", failure.errorType());
        String document = new String(failure.payload(), UTF_8);
        assertTrue(document.startsWith("{\"errorMessage\":\"broken on purpose\",\"errorType\":\"java.lang.IllegalStateException\",\"stackTrace\":["
                + "\"io.groundswell.local.lambda.TestHandlers$Throwing.handleRequest(TestHandlers.java:"), document);
        assertTrue(logged.toString(UTF_8).contains("broken on purpose\n\tat io.groundswell"));
    }

    @Test
    @DisplayName("a constructor's exception is the invocation's error")
    void reportsInitialisation() {
        register("Unconstructible", Duration.ofSeconds(30));
        assertEquals("FLEET_TABLE is not set", failed("{}").errorMessage());
    }

    @Test
    @DisplayName("a function that exceeds its timeout is interrupted and its caller gets Lambda's timeout error")
    void enforcesTimeout() throws InterruptedException {
        register("Stuck", Duration.ofSeconds(2));
        InvocationResult.Failed failure = failed("{}");
        assertEquals("Sandbox.Timedout", failure.errorType());
        assertTrue(failure.errorMessage().matches("RequestId: [0-9a-f-]{36} Error: Task timed out after 2.00 seconds"), failure.errorMessage());
        assertTrue(TestHandlers.Stuck.INTERRUPTED.await(30, TimeUnit.SECONDS));
    }

    @Test
    @DisplayName("an environment serves one invocation at a time and is reused afterwards; beyond the bound callers wait")
    void boundsConcurrency() throws Exception {
        TestHandlers.Counting.entered = new CountDownLatch(2);
        TestHandlers.Counting.leave = new CountDownLatch(1);
        register("Counting", Duration.ofSeconds(20));
        Future<String> first = callers.submit(() -> returned("{}"));
        Future<String> second = callers.submit(() -> returned("{}"));
        assertTrue(TestHandlers.Counting.entered.await(30, TimeUnit.SECONDS));
        Future<String> third = callers.submit(() -> returned("{}"));
        assertThrows(TimeoutException.class, () -> third.get(100, TimeUnit.MILLISECONDS));
        TestHandlers.Counting.leave.countDown();
        assertNotEquals(first.get(), second.get());
        assertTrue(List.of(first.get(), second.get()).contains(third.get()));
    }

    @Test
    @DisplayName("a caller that has waited long enough is told so; the function is interrupted at its own timeout")
    void boundsPatience() throws InterruptedException {
        register("Patient", Duration.ofSeconds(2));
        assertInstanceOf(InvocationResult.Unfinished.class, invoker.invoke("f", "{}".getBytes(UTF_8), Duration.ofMillis(50)));
        assertEquals(1, TestHandlers.Patient.INTERRUPTED.getCount());
        assertTrue(TestHandlers.Patient.INTERRUPTED.await(30, TimeUnit.SECONDS));
    }

    @Test
    @DisplayName("an event above 6 MB is not taken")
    void boundsEvents() {
        register("Echo", Duration.ofSeconds(30));
        assertInstanceOf(InvocationResult.TooLarge.class, invoker.invoke("f", new byte[6 * 1024 * 1024 + 1], PATIENCE));
    }

    @Test
    @DisplayName("a handler that is missing, no handler, or a method of another name is refused when it is registered")
    void refusesHandlers() {
        Duration timeout = Duration.ofSeconds(1);
        assertTrue(assertThrows(FunctionRefused.class, () -> register("Missing", timeout)).getMessage().contains("is on the class path"));
        assertTrue(assertThrows(FunctionRefused.class, () -> register("Echo::run", timeout)).getMessage()
                .endsWith("the method must be handleRequest, found run"));
        assertEquals("no function is called g; registered are []",
                assertThrows(FunctionRefused.class, () -> invoker.invoke("g", new byte[0], PATIENCE)).getMessage());
    }
}
