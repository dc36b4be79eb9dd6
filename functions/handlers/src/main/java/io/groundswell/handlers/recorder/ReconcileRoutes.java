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
    private final Grace grace;
    private final InstantSource clock;

    /** @param grace how long the Recorder is given, unless the request says otherwise */
    ReconcileRoutes(FleetStore fleets, Reconciler reconciler, FailedBatches failed, Grace grace, InstantSource clock) {
        this.fleets = fleets;
        this.reconciler = reconciler;
        this.failed = failed;
        this.grace = grace;
        this.clock = clock;
    }

    Map<String, Route> routes() {
        return Map.of("POST /fleets/{fleet}/reconcile", this::reconcile);
    }

    private Grace grace(Fields body) {
        return new Grace(seconds(body, "older_than_s").orElse(grace.exact()),
                seconds(body, "lost_after_s").orElse(grace.lost()));
    }

    private static Optional<Duration> seconds(Fields body, String name) {
        OptionalInt asked = body.optionalInteger(name);
        if (asked.isPresent() && (asked.getAsInt() < 0 || asked.getAsInt() > MOST_GRACE_S)) {
            throw new InvalidRequest(name + " must be from 0 to " + MOST_GRACE_S + ", found " + asked.getAsInt());
        }
        return asked.isPresent() ? Optional.of(Duration.ofSeconds(asked.getAsInt())) : Optional.empty();
    }

    private ApiResponse reconcile(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        String fleet = request.name("fleet");
        Fields body = request.fields();
        Grace given = grace(body);
        ReconcilePlace from = body.optionalText("after").map(ReconcilePlace::parse).orElse(ReconcilePlace.START);
        body.refuseUnknown();
        fleets.require(fleet);
        Instant now = clock.instant();
        Instant until = now.plus(PATIENCE);
        ReconcileReport report = new ReconcileReport();
        if (from.equals(ReconcilePlace.START)) {
            failed.replay(Optional.of(fleet), until, report);
        }
        Optional<ReconcilePlace> next = reconciler.run(
                new Task(fleet, given.settled(now, failed.kept(until, report)), until, LARGEST), from, report);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fleet", fleet);
        answer.putAll(report.toJson());
        next.ifPresent(place -> answer.put("next_token", place.toString()));
        return ApiResponse.ok(answer);
    }
}
