package io.groundswell.agent.report;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far one rollout's work has come on this device.
 *
 * @param detail a reason code, never payload or probe output (R4)
 */
public record Report(String rollout, WorkState state, Optional<String> detail) {

    private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9_.:-]{0,63}");

    public Report {
        Names.require("rollout", rollout);
        Objects.requireNonNull(state, "state");
        detail.filter(code -> !REASON.matcher(code).matches()).ifPresent(code -> {
            throw new IllegalArgumentException("a report's detail is a reason code, found " + Names.shown(code));
        });
    }

    public static Report of(String rollout, WorkState state) {
        return new Report(rollout, state, Optional.empty());
    }

    public static Report of(String rollout, WorkState state, String detail) {
        return new Report(rollout, state, Optional.of(detail));
    }

    /** The request's body. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rollout", rollout);
        json.put("state", state.word());
        detail.ifPresent(code -> json.put("detail", code));
        return json;
    }
}
