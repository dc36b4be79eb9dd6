package io.groundswell.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes behind AWS's runtime interface client. */
class IsolatedInvokerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private IsolatedInvoker invoker = endingIdle(Duration.ofMinutes(2));
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        callers.shutdownNow();
        invoker.close();
    }

    private IsolatedInvoker endingIdle(Duration mostIdle) {
        return new IsolatedInvoker(new FunctionLog(new PrintStream(logged)), 2, Optional.empty(), mostIdle, Duration.ofMillis(200));
    }

    private void register(String handler, Duration timeout) {
        invoker.register(function(handler, timeout, Path.of("target/test-classes").toAbsolutePath()));
    }

    private FunctionConfiguration function(String handler, Duration timeout, Path code) {
        return new FunctionConfiguration("f", "arn:aws:lambda:us-east-1:000000000000:function:f:live",
                ProcessHandlers.class.getName() + "$" + handler, Map.of("FOLDER", folder.toString()), timeout, 256, "us-east-1", code);
    }

    private InvocationResult invoke(String event) {
        return invoker.invoke("f", event.getBytes(UTF_8), PATIENCE);
    }

    private String returned(String event) {
        return new String(assertInstanceOf(InvocationResult.Returned.class, invoke(event)).payload(), UTF_8);
    }

    private InvocationResult.Failed failed(String event) {
        return assertInstanceOf(InvocationResult.Failed.class, invoke(event));
    }

    private void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        Await.until("process " + pid + " is gone", () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    @DisplayName("a function runs in a process of its own, kept warm, whose environment is the template's and Lambda's alone")
    void runsInAProcess() {
        register("Surroundings", Duration.ofSeconds(20));
        String first = returned("{}");
        assertEquals("[\"AWS_DEFAULT_REGION\",\"AWS_EXECUTION_ENV\",\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\",\"AWS_LAMBDA_FUNCTION_NAME\","
                + "\"AWS_LAMBDA_FUNCTION_VERSION\",\"AWS_LAMBDA_INITIALIZATION_TYPE\",\"AWS_LAMBDA_LOG_GROUP_NAME\","
                + "\"AWS_LAMBDA_LOG_STREAM_NAME\",\"AWS_LAMBDA_RUNTIME_API\",\"AWS_REGION\",\"FOLDER\",\"LAMBDA_TASK_ROOT\",\"LANG\",\"PATH\",\"TZ\","
                + "\"_HANDLER\",217]", first);
        Await.until("what the function printed is in the log", () -> logged.toString(UTF_8).contains("looking around\n"));
    }

    @Test
    @DisplayName("invocations that overlap get processes of their own, up to the bound; one that is idle is used again")
    void scales() throws Exception {
        register("Held", Duration.ofSeconds(50));
        Future<String> first = callers.submit(() -> returned("\"a\""));
        Future<String> second = callers.submit(() -> returned("\"b\""));
        Await.until("both run", () -> Files.exists(folder.resolve("a.begun")) && Files.exists(folder.resolve("b.begun")));
        Future<String> third = callers.submit(() -> returned("\"c\""));
        Files.createFile(folder.resolve("a.go"));
        Await.until("the third runs", () -> Files.exists(folder.resolve("c.begun")));
        Files.createFile(folder.resolve("b.go"));
        Files.createFile(folder.resolve("c.go"));
        assertNotEquals(first.get(), second.get());
        assertEquals(first.get(), third.get());
    }

    @Test
    @DisplayName("a process that is idle for long is ended, and replaced when it is needed")
    void endsIdleProcesses() throws Exception {
        invoker.close();
        invoker = endingIdle(Duration.ofSeconds(1));
        register("Held", Duration.ofSeconds(50));
        Files.createFile(folder.resolve("a.go"));
        String pid = returned("\"a\"");
        Await.until("the idle process is ended", () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
        assertNotEquals(pid, returned("\"a\""));
    }

    @Test
    @DisplayName("a process killed while it serves is that invocation's error, as in Lambda; the next invocation gets another process")
    void reportsKills() throws Exception {
        register("Held", Duration.ofSeconds(50));
        Future<InvocationResult.Failed> killed = callers.submit(() -> failed("\"a\""));
        Await.until("it runs", () -> Files.exists(folder.resolve("a.begun")));
        String pid = Files.readString(folder.resolve("a.begun"));
        kill(pid);
        assertEquals("Runtime.ExitError", killed.get().errorType());
        assertTrue(killed.get().errorMessage().matches("RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: 9"),
                killed.get().errorMessage());
        Files.createFile(folder.resolve("b.go"));
        assertNotEquals(pid, returned("\"b\""));
    }

    @Test
    @DisplayName("a process killed while idle costs no invocation")
    void replacesIdleProcesses() throws Exception {
        register("Held", Duration.ofSeconds(50));
        Files.createFile(folder.resolve("a.go"));
        String pid = returned("\"a\"");
        kill(pid);
        assertNotEquals(pid, returned("\"a\""));
    }

    @Test
    @DisplayName("a function that exceeds its timeout is killed and replaced; its caller gets Lambda's timeout error")
    void enforcesTimeout() throws Exception {
        register("Held", Duration.ofSeconds(5));
        InvocationResult.Failed failure = failed("\"a\"");
        assertEquals("Sandbox.Timedout", failure.errorType());
        assertTrue(failure.errorMessage().endsWith("Error: Task timed out after 5.00 seconds"), failure.errorMessage());
        String pid = Files.readString(folder.resolve("a.begun"));
        Await.until("the process is gone", () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
        Files.createFile(folder.resolve("b.go"));
        assertNotEquals(pid, returned("\"b\""));
    }

    @Test
    @DisplayName("an exception is the error document of Lambda's own runtime, and the process lives on")
    void reportsExceptions() {
        register("Throwing", Duration.ofSeconds(20));
        InvocationResult.Failed failure = failed("{}");
        assertEquals("java.lang.IllegalStateException", failure.errorType());
        assertTrue(failure.errorMessage().matches("broken on purpose in [0-9]+"), failure.errorMessage());
        assertEquals(failure.errorMessage(), failed("{}").errorMessage());
    }

    @Test
    @DisplayName("one process learns which classes a jar's functions load and leaves an archive behind; later processes start from it")
    void startsFromAnArchive() throws Exception {
        Files.createFile(folder.resolve("a.go"));
        Path run = folder.resolve("run");
        try (IsolatedInvoker keeping = new IsolatedInvoker(new FunctionLog(new PrintStream(logged)), 1, Optional.of(run))) {
            keeping.register(function("Held", Duration.ofSeconds(50), jar()));
            List<String> pids = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                pids.add(held(keeping));
            }
            assertEquals(List.of(pids.get(0), pids.get(0), pids.get(0), pids.get(3), pids.get(3), pids.get(3)), pids);
            assertNotEquals(pids.get(0), pids.get(3));
            Await.until("the archive is there", () -> Files.exists(run.resolve("functions.jar.jsa")));
            kill(pids.get(0));
            assertTrue(Files.readString(Path.of("/proc", held(keeping), "maps")).contains(run.resolve("functions.jar.jsa").toString()));
        }
        assertEquals(Set.of("functions.jar.jsa", "libaws-lambda-jni.so"), names(run));
    }

    @Test
    @DisplayName("where the process that learns is killed another one learns, and nothing half written is left")
    void anotherProcessLearns() throws Exception {
        Files.createFile(folder.resolve("a.go"));
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.writeString(run.resolve("functions.jar.jsa.0.new"), "half written");
        try (IsolatedInvoker keeping = new IsolatedInvoker(new FunctionLog(new PrintStream(logged)), 1, Optional.of(run))) {
            keeping.register(function("Held", Duration.ofSeconds(50), jar()));
            for (int i = 0; i < 3; i++) {
                held(keeping);
            }
            String learner = held(keeping);
            assertTrue(learns(learner));
            kill(learner);
            Await.until("another one learns", () -> learns(held(keeping)));
        }
        Await.until("no draft is left", () -> names(run).equals(Set.of("libaws-lambda-jni.so")));
    }

    private static boolean learns(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).flatMap(process -> process.info().arguments()).stream().flatMap(Stream::of)
                .anyMatch(argument -> argument.startsWith("-XX:ArchiveClassesAtExit="));
    }

    private static String held(IsolatedInvoker invoker) {
        InvocationResult result = invoker.invoke("f", "\"a\"".getBytes(UTF_8), PATIENCE);
        return new String(assertInstanceOf(InvocationResult.Returned.class, result).payload(), UTF_8);
    }

    private static Set<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java archives classes of jars only. */
    private Path jar() throws IOException {
        Path jar = folder.resolve("functions.jar");
        String folderInJar = ProcessHandlers.class.getPackageName().replace('.', '/');
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> classes = Files.list(Path.of("target/test-classes", folderInJar))) {
            for (Path file : classes.filter(path -> path.getFileName().toString().startsWith("ProcessHandlers")).toList()) {
                out.putNextEntry(new ZipEntry(folderInJar + "/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    @Test
    @DisplayName("a constructor's exception and a missing handler are the invocation's error; missing code is refused when registered")
    void reportsInitialisation() {
        register("Unconstructible", Duration.ofSeconds(20));
        assertTrue(failed("{}").errorMessage().contains("FLEET_TABLE is not set"), failed("{}").errorMessage());
        register("Missing", Duration.ofSeconds(20));
        assertEquals("java.lang.ClassNotFoundException", failed("{}").errorType());
        assertTrue(assertThrows(FunctionRefused.class, () -> invoker.register(new FunctionConfiguration("g", "arn", "H", Map.of(),
                Duration.ofSeconds(1), 128, "us-east-1", Path.of("none.jar")))).getMessage().endsWith("expected none.jar; build it with mvn package"));
    }
}
