package io.groundswell.handlers.log;

import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one JSON line to standard output, where Lambda collects logs. */
public final class Log {

    private Log() {
    }

    public static void info(String message, Map<String, Object> facts) {
        write("INFO", message, facts);
    }

    /** A failure that nobody above will see: logged once, with its stack. */
    public static void error(String message, Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, true));
        write("ERROR", message, Map.of("error", failure.getClass().getName(), "stack", stack.toString()));
    }

    private static void write(String level, String message, Map<String, Object> facts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", Timestamps.format(Instant.now()));
        line.put("level", level);
        line.put("message", message);
        line.putAll(facts);
        System.out.println(new String(Json.write(line), StandardCharsets.UTF_8));
    }
}
