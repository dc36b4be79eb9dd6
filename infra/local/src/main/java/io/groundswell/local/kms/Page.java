package io.groundswell.local.kms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One page of a sorted list; the marker is the name of the last entry that was returned. */
record Page<T>(List<T> entries, boolean truncated, String marker) {

    static <T> Page<T> of(List<T> sorted, Function<T, String> name, KmsRequest request, int usual, int most) {
        int limit = request.number("Limit", usual, 1, most);
        String after = request.text("Marker", "");
        var rest = sorted.stream().filter(entry -> name.apply(entry).compareTo(after) > 0).toList();
        var entries = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(entries, rest.size() > limit, entries.isEmpty() ? "" : name.apply(entries.getLast()));
    }

    Map<String, Object> answer(String field, Function<T, ?> shape) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put(field, entries.stream().map(shape).toList());
        answer.put("Truncated", truncated);
        if (truncated) {
            answer.put("NextMarker", marker);
        }
        return answer;
    }
}
