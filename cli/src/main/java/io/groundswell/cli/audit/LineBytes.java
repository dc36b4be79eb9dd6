package io.groundswell.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Finding;
import io.groundswell.domain.audit.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lines that hold a genuine event in other bytes than the service writes.
 *
 * <p>The signed digest tells whether bytes were changed; this only tells where. Nothing is said of a file that was signed.
 */
final class LineBytes {

    private static final int MOST_KEPT = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Finding> others = new ArrayList<>();

    /** @param members what the line was read as, in the order of the line */
    void take(EventLines.Line line, Map<String, Object> members, ChainedEvent event) {
        if (others.size() < MOST_KEPT && !Arrays.equals(line.bytes(), written(members, event))) {
            others.add(new Finding(Kind.ALTERED, line.place(), "the event is written in other bytes than those of an export: "
                    + "spaces, line ends, escapes or the order of members"));
        }
    }

    /** Facts have no order of their own: theirs is that of the line. */
    private static byte[] written(Map<String, Object> members, ChainedEvent event) {
        Map<String, Object> ordered = new LinkedHashMap<>(event.members());
        ordered.put("data", members.get("data"));
        try {
            return JSON.writeValueAsBytes(ordered);
        } catch (JsonProcessingException noText) {
            return new byte[0];
        }
    }

    /** Tells of the lines, once it is known that the file is not the one that was signed. */
    void report(Consumer<Finding> findings) {
        others.forEach(findings);
    }
}
