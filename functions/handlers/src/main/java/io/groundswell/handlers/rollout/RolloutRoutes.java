package io.groundswell.handlers.rollout;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Paging;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.RolloutStore;
import io.groundswell.handlers.table.Versioned;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creating and reading rollouts. */
public final class RolloutRoutes {

    private static final int ID_DIGITS = 24;
    private static final int MAX_KEY = 255;
    private static final int SHOWN_OF_A_COHORT = 200;

    private final FleetStore fleets;
    private final RolloutStore rollouts;
    private final RolloutCreation creation;
    private final RolloutActions actions;
    private final RolloutDevices devices;
    private final SecureRandom random = new SecureRandom();

    public RolloutRoutes(RolloutStores stores, Duration reversal, Clock clock) {
        this.fleets = stores.fleets();
        this.rollouts = stores.rollouts();
        this.creation = new RolloutCreation(stores.artifacts(), stores.groups(), stores.rollouts(), clock);
        this.actions = new RolloutActions(stores.rollouts(), reversal, clock);
        this.devices = new RolloutDevices(stores.rollouts(), stores.groups(), stores.works());
    }

    public Map<String, Route> routes() {
        return Map.of(
                "POST /fleets/{fleet}/rollouts", this::create,
                "GET /fleets/{fleet}/rollouts", this::list,
                "GET /fleets/{fleet}/rollouts/{id}", this::get,
                "GET /fleets/{fleet}/rollouts/{id}/devices", devices::list,
                "POST /fleets/{fleet}/rollouts/{id}/approve", actions::approve,
                "POST /fleets/{fleet}/rollouts/{id}/halt", actions::halt,
                "POST /fleets/{fleet}/rollouts/{id}/resume", actions::resume,
                "POST /fleets/{fleet}/rollouts/{id}/abort", actions::abort);
    }

    private ApiResponse create(ApiRequest request) {
        request.refuseQueryExcept(Set.of("dry_run"));
        String fleet = request.name("fleet");
        boolean dryRun = dryRun(request.query().get("dry_run"));
        RolloutRequest body = RolloutRequest.parse(request.fields());
        RolloutRef ref = new RolloutRef(fleet, idFor(fleet, request.header("idempotency-key")));
        fleets.require(fleet);
        if (dryRun) {
            return ApiResponse.ok(cohorts(creation.plan(ref, body, request.actor())));
        }
        Rollout rollout = rollouts.find(ref).isPresent() ? creation.sameAsBefore(ref, body, request.actor())
                : creation.store(creation.plan(ref, body, request.actor()).rollout(), body);
        return ApiResponse.created(RolloutJson.of(rollout, rollouts.tallies(rollout)));
    }

    private ApiResponse list(ApiRequest request) {
        request.refuseQueryExcept(Set.of("limit", "next_token"));
        fleets.require(request.name("fleet"));
        Paging paging = Paging.of(request);
        List<Rollout> page = rollouts.list(request.name("fleet"), paging.after(), paging.limit());
        Optional<String> last = page.size() < paging.limit() ? Optional.empty()
                : Optional.of(RolloutStore.listingKey(page.getLast()));
        return ApiResponse.ok(Paging.page("rollouts", page.stream().map(RolloutJson::summary).toList(), last));
    }

    private ApiResponse get(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Rollout rollout = require(rollouts, request).value();
        Map<String, Object> json = RolloutJson.of(rollout, rollouts.tallies(rollout));
        if (!rollout.isFinal()) {
            json.put("waiting_behind", olderOfTheSameArtifact(rollout));
        }
        return ApiResponse.ok(json);
    }

    /** Rollouts that hold assignments of devices in both back until they are final (R28). */
    private List<String> olderOfTheSameArtifact(Rollout rollout) {
        return rollouts.active(rollout.ref().fleet()).stream().map(Versioned::value)
                .filter(other -> !other.isFinal() && other.plan().isOlderThan(rollout.plan())
                        && other.plan().artifact().ref().name().equals(rollout.plan().artifact().ref().name()))
                .map(other -> other.ref().id()).sorted().toList();
    }

    static Versioned<Rollout> require(RolloutStore rollouts, ApiRequest request) {
        RolloutRef ref = new RolloutRef(request.name("fleet"), request.name("id"));
        return rollouts.find(ref).orElseThrow(() -> new NotFound("rollout " + ref.id() + " must exist in fleet "
                + ref.fleet() + ", found none"));
    }

    private String idFor(String fleet, Optional<String> idempotencyKey) {
        if (idempotencyKey.isEmpty()) {
            byte[] bytes = new byte[ID_DIGITS / 2];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }
        String key = idempotencyKey.get();
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw new InvalidRequest("Idempotency-Key must have 1 to " + MAX_KEY + " characters, found " + key.length());
        }
        return Sha256.hex((fleet + "\n" + key).getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
    }

    private static boolean dryRun(String value) {
        if (value == null || value.equals("false")) {
            return false;
        }
        if (value.equals("true")) {
            return true;
        }
        throw new InvalidRequest("dry_run must be true or false, found " + Names.shown(value));
    }

    private static Map<String, Object> cohorts(RolloutCreation.Planned planned) {
        List<List<String>> devices = new ArrayList<>();
        planned.rollout().waves().forEach(wave -> devices.add(new ArrayList<>()));
        planned.live().forEach(member -> {
            List<String> cohort = devices.get(planned.rollout().waveOf(member).orElseThrow());
            if (cohort.size() < SHOWN_OF_A_COHORT) {
                cohort.add(member.device());
            }
        });
        return RolloutJson.cohorts(planned.rollout(), devices);
    }
}
