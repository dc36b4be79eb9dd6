package io.groundswell.local.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AsyncInvocationsTest {

    private final BlockingQueue<String> invoked = new LinkedBlockingQueue<>();

    /** Fails the first so many times, then returns. */
    private FunctionInvoker failing(int times) {
        return new FunctionInvoker() {
            private int left = times;

            @Override
            public void verify(FunctionConfiguration function) {
                throw new UnsupportedOperationException("the test registers nothing");
            }

            @Override
            public void register(FunctionConfiguration function) {
                throw new UnsupportedOperationException("the test registers nothing");
            }

            @Override
            public synchronized InvocationResult invoke(String function, byte[] event, Duration patience) {
                invoked.add(function + " " + new String(event, UTF_8));
                return left-- > 0 ? new InvocationResult.Failed("E", "broken", new byte[0]) : new InvocationResult.Returned(new byte[0]);
            }

            @Override
            public void close() {
                invoked.clear();
            }
        };
    }

    private int attempts(int failures) throws InterruptedException {
        List<Duration> atOnce = List.of(Duration.ofMillis(1), Duration.ofMillis(1));
        int attempts = 0;
        try (AsyncInvocations queue = new AsyncInvocations(failing(failures), atOnce)) {
            queue.send("f", "{}".getBytes(UTF_8));
            assertEquals("f {}", invoked.poll(10, TimeUnit.SECONDS));
            do {
                attempts++;
            } while (invoked.poll(300, TimeUnit.MILLISECONDS) != null);
        }
        assertNull(invoked.poll());
        return attempts;
    }

    @Test
    @DisplayName("an event that fails is tried twice more, then given up")
    void retriesTwice() throws InterruptedException {
        assertEquals(1, attempts(0));
        assertEquals(2, attempts(1));
        assertEquals(3, attempts(9));
    }
}
