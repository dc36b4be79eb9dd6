package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.Executions;
import io.groundswell.local.stepfunctions.execution.HistoryEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of an execution, page by page, in either order. */
final class HistoryOperation {

    private static final List<String> DATA = List.of("input", "inputDetails", "output", "outputDetails");

    private final Executions executions;

    HistoryOperation(Executions executions) {
        this.executions = executions;
    }

    Map<String, Object> get(Request request) {
        String arn = Arns.execution(request.text("executionArn", 1, 256));
        boolean reverse = request.flag("reverseOrder", false);
        boolean data = request.flag("includeExecutionData", true);
        int size = request.pageSize();
        Optional<String> token = request.optionalText("nextToken", 1, 1_024);
        request.refuseOthers();
        String key = "GetExecutionHistory " + arn + " " + reverse + " " + data;
        int known = executions.describe(arn).events();
        int from = token.map(text -> (int) PageToken.position(text, key)).orElse(reverse ? known : 0);
        int to = reverse ? Math.max(0, from - size) : Math.min(known, from + size);
        List<HistoryEvent> events = reverse
                ? executions.history(arn, to, from).reversed() : executions.history(arn, from, to);
        boolean more = reverse ? to > 0 : to < known;
        Optional<String> next = more ? Optional.of(PageToken.of(key, to)) : Optional.empty();
        List<Map<String, Object>> page = events.stream().map(event -> event(event, data)).toList();
        return new Wire().put("events", page).putIfPresent("nextToken", next).members();
    }

    private static Map<String, Object> event(HistoryEvent event, boolean data) {
        Wire wire = new Wire().put("timestamp", event.at()).put("type", event.type()).put("id", event.id())
                .put("previousEventId", event.previousEventId());
        Map<String, Object> details = new LinkedHashMap<>(event.details());
        if (!data) {
            details.keySet().removeAll(DATA);
        }
        return event.details().isEmpty() ? wire.members() : wire.put(event.detailsName(), details).members();
    }
}
