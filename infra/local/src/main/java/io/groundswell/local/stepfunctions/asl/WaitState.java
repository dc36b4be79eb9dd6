package io.groundswell.local.stepfunctions.asl;

import java.util.List;
import java.util.Optional;

/** A Wait for a number of seconds or until a moment. */
public record WaitState(String name, Until until, Dataflow dataflow, Optional<String> next) implements State {

    /** How long: exactly one of the two fields. */
    public sealed interface Until {

        /** {@code Seconds}: a whole number, or an expression that gives one. */
        record Seconds(Template seconds) implements Until {
        }

        /** {@code Timestamp}: an RFC 3339 time, or an expression that gives one. */
        record Timestamp(Template timestamp) implements Until {
        }
    }

    @Override
    public String type() {
        return "Wait";
    }

    @Override
    public List<String> successors() {
        return next.stream().toList();
    }
}
