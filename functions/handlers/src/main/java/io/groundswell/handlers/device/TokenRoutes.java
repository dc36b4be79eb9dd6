package io.groundswell.handlers.device;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.TokenStore;
import io.groundswell.handlers.table.TokenStore.Token;
import io.groundswell.handlers.table.Versioned;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of enrolment tokens (R7). */
public final class TokenRoutes {

    private static final int DEFAULT_USES = 1;
    private static final int MOST_USES = 100_000;
    private static final int DEFAULT_TTL_S = 3600;
    private static final int LEAST_TTL_S = 60;
    private static final int MOST_TTL_S = 2_592_000;

    private final FleetStore fleets;
    private final TokenStore tokens;
    private final SecureRandom random;
    private final Clock clock;

    public TokenRoutes(FleetStore fleets, TokenStore tokens, SecureRandom random, Clock clock) {
        this.fleets = fleets;
        this.tokens = tokens;
        this.random = random;
        this.clock = clock;
    }

    public Map<String, Route> routes() {
        return Map.of(
                "POST /fleets/{fleet}/enrollment-tokens", this::create,
                "DELETE /fleets/{fleet}/enrollment-tokens/{id}", this::revoke);
    }

    private ApiResponse create(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Fields body = request.fields();
        int uses = bounded(body, "uses", DEFAULT_USES, 1, MOST_USES);
        int ttl = bounded(body, "ttl_s", DEFAULT_TTL_S, LEAST_TTL_S, MOST_TTL_S);
        Optional<String> device = body.optionalText("device").map(name -> Names.require("device", name));
        body.refuseUnknown();
        String fleet = fleet(request);
        Instant now = Timestamps.truncate(clock.instant());
        EnrollmentToken secret = EnrollmentToken.generate(fleet, random);
        Token token = new Token(fleet, secret.id(), secret.secretHash(), now.plusSeconds(ttl), uses, device, false);
        tokens.create(token, new Evidence("enrollment_token.created", request.actor(), now, json(token)));
        Map<String, Object> answer = new LinkedHashMap<>(json(token));
        answer.put("token", secret.text());
        return ApiResponse.created(answer);
    }

    private ApiResponse revoke(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        String fleet = fleet(request);
        String id = request.name("id");
        String actor = request.actor();
        Retry.onConflict(() -> revoke(fleet, id, actor));
        return ApiResponse.ok(Map.of("id", id, "revoked", true));
    }

    private Token revoke(String fleet, String id, String actor) {
        Versioned<Token> token = tokens.find(fleet, id).map(TokenStore.Standing::token).orElseThrow(() -> new NotFound(
                "enrolment token " + id + " does not exist in fleet " + fleet));
        if (!token.value().revoked()) {
            tokens.revoke(token, new Evidence("enrollment_token.revoked", actor, Timestamps.truncate(clock.instant()),
                    Map.of("id", id)));
        }
        return token.value();
    }

    private String fleet(ApiRequest request) {
        String fleet = request.name("fleet");
        fleets.require(fleet);
        return fleet;
    }

    private static int bounded(Fields body, String name, int otherwise, int least, int most) {
        int value = body.optionalInteger(name).orElse(otherwise);
        if (value < least || value > most) {
            throw new InvalidRequest(name + " must be " + least + " to " + most + ", found " + value);
        }
        return value;
    }

    private static Map<String, Object> json(Token token) {
        Map<String, Object> json = new HashMap<>(Map.of("id", token.id(), "uses", token.uses(),
                "expires_at", Timestamps.format(token.expiresAt())));
        token.device().ifPresent(device -> json.put("device", device));
        return json;
    }
}
