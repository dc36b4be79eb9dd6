package io.groundswell.handlers.recorder;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the reconciliation of a fleet came.
 *
 * @param last the last of its stage that was done; empty before the first
 */
record ReconcilePlace(Stage stage, String last) {

    static final ReconcilePlace START = new ReconcilePlace(Stage.FLEET, "");

    private static final Pattern TEXT = Pattern.compile("(fleet|rollouts|devices|tallies):([ -~]{0,120})");

    /** What is compared, in this order. */
    enum Stage { FLEET, ROLLOUTS, DEVICES, TALLIES }

    static ReconcilePlace parse(String token) {
        Matcher matcher = TEXT.matcher(token);
        if (!matcher.matches()) {
            throw new InvalidRequest("after must be a next_token that this route returned, found one for "
                    + Names.shown(token));
        }
        return new ReconcilePlace(Stage.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2));
    }

    Optional<String> after() {
        return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }

    @Override
    public String toString() {
        return stage.name().toLowerCase(Locale.ROOT) + ":" + last;
    }
}
