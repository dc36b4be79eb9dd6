package io.groundswell.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Functions for the tests of the invoker. */
public final class TestHandlers {

    private TestHandlers() {
    }

    /** Answers with the environment it was constructed with and the path it was called at. */
    public static final class Typed implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
        private final Map<String, String> environment;

        public Typed(Map<String, String> environment) {
            this.environment = environment;
        }

        @Override
        public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
            return APIGatewayV2HTTPResponse.builder().withStatusCode(200)
                    .withBody(environment.get("TABLE") + " " + event.getRawPath() + " " + context.getFunctionName()).build();
        }
    }

    /** Says of each record that it failed, and on which second it was written. */
    public static final class Streamed implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
        @Override
        public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
            return new StreamsEventResponse(event.getRecords().stream()
                    .map(record -> new StreamsEventResponse.BatchItemFailure(record.getDynamodb().getSequenceNumber() + "@"
                            + record.getDynamodb().getApproximateCreationDateTime().toInstant() + "@"
                            + record.getDynamodb().getNewImage().get("PK").getS()))
                    .toList());
        }
    }

    /** Copies its input to its output. */
    public static final class Echo implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            input.transferTo(output);
        }
    }

    /** A generic ancestor, as shared handler code has one. */
    public abstract static class Generic<T> implements RequestHandler<T, T> {
    }

    /** Doubles every number of a list. */
    public static final class Doubling extends Generic<List<Integer>> {
        @Override
        public List<Integer> handleRequest(List<Integer> input, Context context) {
            return input.stream().map(n -> 2 * n).toList();
        }
    }

    /** Throws. */
    public static final class Throwing implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            throw new IllegalStateException("broken on purpose");
        }
    }

    /** Waits for ever, until it is interrupted. */
    public static final class Stuck implements RequestStreamHandler {
        static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                INTERRUPTED.countDown();
            }
        }
    }

    /** Waits for ever, too; a class of its own for its own latch. */
    public static final class Patient implements RequestStreamHandler {
        static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                INTERRUPTED.countDown();
            }
        }
    }

    /** Answers which object served it; holds the invocation until the test lets go. */
    public static final class Counting implements RequestStreamHandler {
        static volatile CountDownLatch entered = new CountDownLatch(0);
        static volatile CountDownLatch leave = new CountDownLatch(0);

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            output.write(('"' + Integer.toHexString(System.identityHashCode(this)) + '"').getBytes());
        }
    }

    /** Cannot be constructed. */
    public static final class Unconstructible implements RequestStreamHandler {
        public Unconstructible() {
            throw new IllegalArgumentException("FLEET_TABLE is not set");
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) {
            throw new AssertionError("never reached");
        }
    }
}
