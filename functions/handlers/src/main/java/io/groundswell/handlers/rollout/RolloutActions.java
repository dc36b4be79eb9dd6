package io.groundswell.handlers.rollout;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.rollout.AbortPolicy;
import io.groundswell.domain.rollout.OperatorAction;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.rollout.Transition;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/** What operators do to a rollout: one fenced write each, or nothing when it already took effect (R20–R25). */
final class RolloutActions {

    private static final int MAX_REASON = 200;

    private final RolloutStore rollouts;
    private final Duration reversal;
    private final Clock clock;

    RolloutActions(RolloutStore rollouts, Duration reversal, Clock clock) {
        this.rollouts = rollouts;
        this.reversal = reversal;
        this.clock = clock;
    }

    ApiResponse approve(ApiRequest request) {
        Fields body = request.fields();
        int wave = body.integer("wave");
        body.refuseUnknown();
        return change(request, rollout -> OperatorAction.approve(rollout, wave, request.actor()));
    }

    ApiResponse halt(ApiRequest request) {
        Fields body = request.fields();
        String reason = reason(body.text("reason"));
        body.refuseUnknown();
        return change(request, rollout -> OperatorAction.halt(rollout, rollouts.tallies(rollout), reason));
    }

    ApiResponse resume(ApiRequest request) {
        request.refuseBody();
        return change(request, OperatorAction::resume);
    }

    ApiResponse abort(ApiRequest request) {
        Fields body = request.fields();
        AbortPolicy policy = body.optionalText("policy").map(AbortPolicy::parse).orElse(AbortPolicy.KEEP);
        body.refuseUnknown();
        return change(request, rollout -> OperatorAction.abort(rollout, policy,
                Timestamps.truncate(clock.instant()), reversal));
    }

    private ApiResponse change(ApiRequest request, Function<Rollout, Transition> action) {
        request.refuseQueryExcept(Set.of());
        Rollout changed = Retry.onConflict(() -> {
            Versioned<Rollout> read = RolloutRoutes.require(rollouts, request);
            return switch (action.apply(read.value())) {
                case Transition.Unchanged unchanged -> unchanged.rollout();
                case Transition.Changed next -> save(read, next, request.actor());
            };
        });
        return ApiResponse.ok(RolloutJson.of(changed, rollouts.tallies(changed)));
    }

    private Rollout save(Versioned<Rollout> read, Transition.Changed next, String actor) {
        rollouts.save(read, next.rollout(),
                new Evidence(next.event(), actor, Timestamps.truncate(clock.instant()), next.data()));
        return next.rollout();
    }

    private static String reason(String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRequest("reason must be 1 to " + MAX_REASON + " printable characters, found "
                    + Names.shown(reason));
        }
        return reason;
    }
}
