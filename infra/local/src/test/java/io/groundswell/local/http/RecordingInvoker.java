package io.groundswell.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.local.lambda.FunctionConfiguration;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A function that keeps the events it got and answers what the test wants. */
final class RecordingInvoker implements FunctionInvoker {

    final List<JsonNode> events = new ArrayList<>();
    volatile InvocationResult result = returning("{\"statusCode\":200,\"body\":\"ok\"}");

    static InvocationResult returning(String json) {
        return new InvocationResult.Returned(json.getBytes(UTF_8));
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
    public synchronized InvocationResult invoke(String function, byte[] event, Duration patience) {
        try {
            events.add(new ObjectMapper().readTree(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    @Override
    public void close() {
        events.clear();
    }
}
