package io.groundswell.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lambda's error documents. */
final class FunctionErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

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
