package io.groundswell.handlers.recorder;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.recorder.Reconciler.Task;
import io.groundswell.handlers.table.FleetStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reconciles a fleet at an operator's request, as much as one request has time for. */
final class ReconcileRoutes {

    /** API Gateway waits for 29 seconds, whatever the function's own limit is. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long LARGEST = 5_000;
    private static final int MOST_GRACE_S = 7 * 86_400;

    private final FleetStore fleets;
    private final Reconciler reconciler;
    private final FailedBatches failed;
    private final Duration grace;
    private final InstantSource clock;

    /** @param grace how long the Recorder is given, unless the request says otherwise */
    ReconcileRoutes(FleetStore fleets, Reconciler reconciler, FailedBatches failed, Duration grace, InstantSource clock) {
        this.fleets = fleets;
        this.reconciler = reconciler;
        this.failed = failed;
        this.grace = grace;
        this.clock = clock;
    }

    Map<String, Route> routes() {
        return Map.of("POST /fleets/{fleet}/reconcile", this::reconcile);
    }

    private long grace(OptionalInt olderThanS) {
        if (olderThanS.isPresent() && (olderThanS.getAsInt() < 0 || olderThanS.getAsInt() > MOST_GRACE_S)) {
            throw new InvalidRequest("older_than_s must be from 0 to " + MOST_GRACE_S + ", found " + olderThanS.getAsInt());
        }
        return olderThanS.isPresent() ? olderThanS.getAsInt() : grace.toSeconds();
    }

    private ApiResponse reconcile(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        String fleet = request.name("fleet");
        Fields body = request.fields();
        long graceS = grace(body.optionalInteger("older_than_s"));
        ReconcilePlace from = body.optionalText("after").map(ReconcilePlace::parse).orElse(ReconcilePlace.START);
        body.refuseUnknown();
        fleets.require(fleet);
        Instant now = clock.instant();
        ReconcileReport report = new ReconcileReport();
        if (from.equals(ReconcilePlace.START)) {
            failed.replay(Optional.of(fleet), now.plus(PATIENCE), report);
        }
        Optional<ReconcilePlace> next = reconciler.run(
                new Task(fleet, now.minusSeconds(graceS), now.plus(PATIENCE), LARGEST), from, report);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fleet", fleet);
        answer.putAll(report.toJson());
        next.ifPresent(place -> answer.put("next_token", place.toString()));
        return ApiResponse.ok(answer);
    }
}
