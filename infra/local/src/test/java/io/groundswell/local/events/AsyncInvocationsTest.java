package io.groundswell.local.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.local.Await;
import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncInvocationsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Duration> AT_ONCE = List.of(Duration.ofMillis(1), Duration.ofMillis(1));
    private static final List<Duration> LATER = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    @TempDir
    private Path folder;

    private final BlockingQueue<String> invoked = new LinkedBlockingQueue<>();

    /** Notes what it is given, then does what the test says. */
    private final class Functions implements FunctionInvoker {
        private final Outcome outcome;

        Functions(Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public void verify(FunctionConfiguration function) {
            throw new UnsupportedOperationException("the test registers nothing");
        }

        @Override
        public void register(FunctionConfiguration function) {
            throw new UnsupportedOperationException("the test registers nothing");
        }

        @Override
        public InvocationResult invoke(String function, byte[] event, Duration patience) {
            invoked.add(function + " " + new String(event, UTF_8));
            return outcome.next();
        }

        @Override
        public void close() {
            invoked.clear();
        }
    }

    @FunctionalInterface
    private interface Outcome {
        InvocationResult next();
    }

    private static InvocationResult fails() {
        return new InvocationResult.Failed("E", "broken", new byte[0]);
    }

    private static InvocationResult returns() {
        return new InvocationResult.Returned(new byte[0]);
    }

    /** Fails the first so many times, then returns. */
    private static Outcome failing(int times) {
        int[] left = {times};
        return () -> left[0]-- > 0 ? fails() : returns();
    }

    private AsyncInvocations kept(Instant now, List<Duration> retryAfter, Outcome outcome) {
        return new AsyncInvocations(new Functions(outcome), Optional.of(folder), Clock.fixed(now, ZoneOffset.UTC), retryAfter);
    }

    private String next() throws InterruptedException {
        return invoked.poll(10, TimeUnit.SECONDS);
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String onlyFile() {
        List<String> files = files().stream().filter(file -> file.endsWith(".json")).toList();
        try {
            return files.size() == 1 ? Files.readString(folder.resolve(files.getFirst())) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertAttempts(int expected, Outcome outcome) throws InterruptedException {
        try (AsyncInvocations queue = new AsyncInvocations(new Functions(outcome), Optional.empty(), Clock.systemUTC(), AT_ONCE)) {
            queue.send("f", "{}".getBytes(UTF_8));
            for (int i = 0; i < expected; i++) {
                assertEquals("f {}", next());
            }
            assertNull(invoked.poll(300, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    @DisplayName("an event that fails is tried twice more, then given up")
    void retriesTwice() throws InterruptedException {
        assertAttempts(1, failing(0));
        assertAttempts(2, failing(1));
        assertAttempts(3, failing(9));
        assertAttempts(3, () -> {
            throw new IllegalStateException("the template has no function f");
        });
    }

    @Test
    @DisplayName("an event that is under way when everything ends is tried again at the next start, which is no failure of it")
    void goesOnAfterARestart() throws InterruptedException {
        CountDownLatch dead = new CountDownLatch(1);
        try (AsyncInvocations killed = kept(NOW, LATER, () -> hangs(dead))) {
            killed.send("f", "{\"é\":1}".getBytes(UTF_8));
            assertEquals("f {\"é\":1}", next());
            try (AsyncInvocations again = kept(NOW, LATER, AsyncInvocationsTest::returns)) {
                assertNull(invoked.poll());
                again.resume();
                assertEquals("f {\"é\":1}", next());
                Await.until("the event is done with", () -> files().isEmpty());
            }
        }
        dead.countDown();
    }

    @Test
    @DisplayName("an event that waits for its next attempt keeps its time and its failures across a restart")
    void keepsTimeAndFailures() throws InterruptedException {
        try (AsyncInvocations first = kept(NOW, LATER, AsyncInvocationsTest::fails)) {
            first.send("f", "{}".getBytes(UTF_8));
            assertEquals("f {}", next());
            Await.until("the failure is noted", () -> onlyFile().contains("\"failures\":1"));
        }
        assertTrue(onlyFile().contains("\"due\":\"2026-01-01T00:01:00Z\""), onlyFile());
        try (AsyncInvocations early = kept(NOW.plusSeconds(30), LATER, AsyncInvocationsTest::fails)) {
            early.resume();
            assertNull(invoked.poll(200, TimeUnit.MILLISECONDS));
        }
        try (AsyncInvocations due = kept(NOW.plusSeconds(60), LATER, AsyncInvocationsTest::fails)) {
            due.resume();
            assertEquals("f {}", next());
            Await.until("the second failure is noted", () -> onlyFile().contains("\"failures\":2"));
        }
        try (AsyncInvocations last = kept(NOW.plusSeconds(180), LATER, AsyncInvocationsTest::fails)) {
            last.resume();
            assertEquals("f {}", next());
            Await.until("the event is given up", () -> files().isEmpty());
        }
    }

    @Test
    @DisplayName("a draft was never acknowledged and goes, a damaged event is named")
    void draftsAndDamage() throws IOException {
        Files.writeString(folder.resolve("a.json.new"), "{\"torn");
        kept(NOW, LATER, AsyncInvocationsTest::returns).close();
        assertEquals(List.of(), files());

        Path damaged = Files.writeString(folder.resolve("b.json"), "{}");
        String message = assertThrows(IllegalStateException.class, () -> kept(NOW, LATER, AsyncInvocationsTest::returns)).getMessage();
        assertTrue(message.startsWith("the event in " + damaged + " is damaged: "), message);
    }

    private static InvocationResult hangs(CountDownLatch dead) {
        try {
            dead.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new InvocationResult.Throttled("functions are shutting down");
    }
}
