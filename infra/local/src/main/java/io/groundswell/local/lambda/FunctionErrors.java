package io.groundswell.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lambda's error documents. */
final class FunctionErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a shell adds to a signal's number. */
    private static final int SIGNALLED = 128;

    private FunctionErrors() {
    }

    static InvocationResult.Failed thrown(Throwable thrown) {
        List<String> stack = Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::toString).toList();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("errorMessage", thrown.getMessage());
        document.put("errorType", thrown.getClass().getName());
        document.put("stackTrace", stack);
        return failed(thrown.getClass().getName(), thrown.getMessage(), document);
    }

    static InvocationResult.Failed timedOut(String requestId, Duration timeout) {
        return own("Sandbox.Timedout", String.format(Locale.ROOT,
                "RequestId: %s Error: Task timed out after %.2f seconds", requestId, timeout.toMillis() / 1000.0));
    }

    /** The process ended before it answered. */
    static InvocationResult.Failed exited(String requestId, int status) {
        String how = status > SIGNALLED ? "signal: " + (status - SIGNALLED) : "exit status " + status;
        return own("Runtime.ExitError", "RequestId: " + requestId + " Error: Runtime exited with error: " + how);
    }

    /** The process did not come to ask for work in time. */
    static InvocationResult.Failed notInitialised(Duration most) {
        return own("Runtime.InitTimedout",
                String.format(Locale.ROOT, "Init did not complete within %.2f seconds", most.toMillis() / 1000.0));
    }

    /** The error document that a function's own runtime wrote, kept as it is. */
    static InvocationResult.Failed reported(byte[] document) {
        JsonNode error;
        try {
            error = JSON.readTree(document);
        } catch (IOException e) {
            error = JSON.createObjectNode();
        }
        return new InvocationResult.Failed(error.path("errorType").asText("Runtime.Unknown"), error.path("errorMessage").asText(""), document);
    }

    static InvocationResult.Failed responseTooLarge(int size) {
        return own("Function.ResponseSizeTooLarge",
                "Response payload size (" + size + " bytes) exceeded maximum allowed payload size (" + FunctionInvoker.PAYLOAD_LIMIT + " bytes).");
    }

    private static InvocationResult.Failed own(String type, String message) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("errorType", type);
        document.put("errorMessage", message);
        return failed(type, message, document);
    }

    private static InvocationResult.Failed failed(String type, String message, Map<String, Object> document) {
        try {
            return new InvocationResult.Failed(type, message == null ? "" : message, JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error document of texts can always be written", e);
        }
    }
}
