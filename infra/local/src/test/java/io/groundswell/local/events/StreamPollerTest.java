package io.groundswell.local.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.Await;
import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamPollerTest {

    @TempDir
    private Path folder;

    private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
    private volatile boolean broken;

    private final FunctionInvoker function = new FunctionInvoker() {
        @Override
        public void verify(FunctionConfiguration configuration) {
            throw new UnsupportedOperationException("the test registers nothing");
        }

        @Override
        public void register(FunctionConfiguration configuration) {
            throw new UnsupportedOperationException("the test registers nothing");
        }

        @Override
        public InvocationResult invoke(String name, byte[] event, Duration patience) {
            if (broken) {
                return new InvocationResult.Failed("E", "broken", new byte[0]);
            }
            delivered.add(numbers(event));
            return new InvocationResult.Returned("{}".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            delivered.clear();
        }
    };

    private static String numbers(byte[] event) {
        try {
            List<String> numbers = new ArrayList<>();
            for (JsonNode record : new ObjectMapper().readTree(event).get("Records")) {
                numbers.add(record.at("/dynamodb/SequenceNumber").asText());
            }
            return String.join(" ", numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StreamPoller poller(FakeStream stream, String startingPosition, int batchSize) {
        StreamMapping mapping = new StreamMapping("m", "arn:f", "arn:s", startingPosition, batchSize, false, Integer.MAX_VALUE, true, List.of(), Optional.empty());
        StreamPoller poller = new StreamPoller(mapping, "us-east-1", stream, null, function, Optional.of(folder.resolve("m.json")), Clock.systemUTC());
        poller.start();
        return poller;
    }

    private String next() throws InterruptedException {
        return delivered.poll(10, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("records come in batches of at most the mapping's size, in order, a parent shard before its child")
    void keepsOrder() throws InterruptedException {
        FakeStream stream = new FakeStream().shard("b", "a", 4, 5).shard("a", null, 1, 2, 3).closeShard("a");
        try (StreamPoller poller = poller(stream, "TRIM_HORIZON", 2)) {
            assertEquals("1 2", next());
            assertEquals("3", next());
            assertEquals("4 5", next());
            stream.write("b", 6);
            assertEquals("6", next());
        }
    }

    @Test
    @DisplayName("after a restart delivery goes on behind the last batch that was done with")
    void resumes() throws InterruptedException {
        FakeStream stream = new FakeStream().shard("a", null, 1, 2);
        try (StreamPoller first = poller(stream, "TRIM_HORIZON", 10)) {
            assertEquals("1 2", next());
            stream.write("a", 3);
            assertEquals("3", next());
        }
        stream.write("a", 4, 5);
        try (StreamPoller second = poller(stream, "TRIM_HORIZON", 10)) {
            assertEquals("4 5", next());
        }
    }

    @Test
    @DisplayName("a batch that was not done with when LocalCloud ended is delivered again")
    void deliversAtLeastOnce() throws InterruptedException {
        FakeStream stream = new FakeStream().shard("a", null, 1, 2);
        broken = true;
        try (StreamPoller first = poller(stream, "TRIM_HORIZON", 10)) {
            assertNull(delivered.poll(100, TimeUnit.MILLISECONDS));
        }
        broken = false;
        try (StreamPoller second = poller(stream, "TRIM_HORIZON", 10)) {
            assertEquals("1 2", next());
        }
    }

    @Test
    @DisplayName("an expired iterator or a position that the stream no longer reaches back to loses nothing that is still there")
    void recovers() throws InterruptedException {
        FakeStream stream = new FakeStream().shard("a", null, 1, 2);
        try (StreamPoller first = poller(stream, "TRIM_HORIZON", 10)) {
            assertEquals("1 2", next());
            stream.expireOnce().write("a", 3);
            assertEquals("3", next());
        }
        stream.write("a", 4, 5, 6).trim("a", 5);
        try (StreamPoller second = poller(stream, "TRIM_HORIZON", 10)) {
            assertEquals("6", next());
        }
    }

    @Test
    @DisplayName("from LATEST on only what is written afterwards is delivered")
    void startsAtLatest() throws InterruptedException {
        FakeStream stream = new FakeStream().shard("a", null, 1, 2);
        try (StreamPoller poller = poller(stream, "LATEST", 10)) {
            Await.until("the end of the stream is found", () -> stream.iterators() == 1);
            stream.write("a", 3);
            assertEquals("3", next());
        }
    }
}
