package io.groundswell.local.sample;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Greets whom its input names; fails when there is nobody. */
public final class TaskHandler implements RequestHandler<Map<String, String>, Map<String, String>> {

    @Override
    public Map<String, String> handleRequest(Map<String, String> input, Context context) {
        if (!input.containsKey("name")) {
            throw new IllegalArgumentException("nobody to greet");
        }
        return Map.of("greeting", "hello " + input.get("name"));
    }
}
