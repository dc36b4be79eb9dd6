package io.groundswell.handlers.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.audit.ExportFiles;
import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.aws.PresignedDownloads;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.http.Route;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.tuf.Signer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Signed exports of the audit log, and the keys that verify what the product signs (R33). */
final class ExportRoutes {

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int ID_BYTES = 4;

    private final FleetStore fleets;
    private final AuditExport export;
    private final PresignedDownloads downloads;
    private final Signer evidence;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ExportRoutes(FleetStore fleets, AuditExport export, PresignedDownloads downloads, Signer evidence,
            InstantSource clock) {
        this.fleets = fleets;
        this.export = export;
        this.downloads = downloads;
        this.evidence = evidence;
        this.clock = clock;
    }

    Map<String, Route> routes() {
        return Map.of(
                "POST /fleets/{fleet}/audit/exports", this::begin,
                "POST /fleets/{fleet}/audit/exports/{id}", this::goOn,
                "GET /fleets/{fleet}/audit/exports/{id}", this::show,
                "GET /fleets/{fleet}/keys", this::keys);
    }

    private ApiResponse begin(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        String fleet = request.name("fleet");
        Instant now = Timestamps.truncate(clock.instant());
        ExportOrder order = new ExportOrder(id(now), fleet, fleets.lanes(fleet), request.actor(), now);
        return ApiResponse.created(answer(fleet, order.id(), export.start(order, request.deadline())));
    }

    private ApiResponse goOn(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        request.refuseBody();
        String fleet = request.name("fleet");
        String id = request.name("id");
        fleets.require(fleet);
        return ApiResponse.ok(answer(fleet, id, export.resume(fleet, id, request.deadline())));
    }

    private ApiResponse show(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        String fleet = request.name("fleet");
        String id = request.name("id");
        fleets.require(fleet);
        return ApiResponse.ok(answer(fleet, id, export.find(fleet, id)));
    }

    private Map<String, Object> answer(String fleet, String id, ExportOutcome outcome) {
        return switch (outcome) {
            case ExportOutcome.Complete complete -> complete(fleet, id, complete.manifest());
            case ExportOutcome.InProgress unfinished -> inProgress(unfinished.progress());
        };
    }

    private Map<String, Object> complete(String fleet, String id, JsonNode manifest) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "complete");
        manifest.properties().forEach(member -> answer.put(member.getKey(), member.getValue()));
        answer.put("objects", Stream.of(ExportFiles.EVENTS, ExportFiles.MANIFEST, ExportFiles.SIGNATURE)
                .map(file -> object(fleet, id, file)).toList());
        answer.put("expires_at",
                Timestamps.format(Timestamps.truncate(clock.instant()).plus(downloads.lifetime())));
        return answer;
    }

    private static Map<String, Object> inProgress(ExportProgress progress) {
        ExportOrder order = progress.order();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", "in_progress");
        answer.put("id", order.id());
        answer.put("fleet", order.fleet());
        answer.put("created_at", Timestamps.format(order.at()));
        answer.put("created_by", order.actor());
        answer.put("events", progress.verified().events());
        answer.put("events_total", progress.total());
        answer.put("continue", "POST /fleets/" + order.fleet() + "/audit/exports/" + order.id());
        return answer;
    }

    private Map<String, Object> object(String fleet, String id, String file) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", file);
        object.put("url", downloads.url(ObjectKeys.export(fleet, id, file)));
        return object;
    }

    private ApiResponse keys(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        String fleet = request.name("fleet");
        FleetKeys keys = fleets.keys(fleet).orElseThrow(() -> new NotFound("fleet " + fleet
                + " has no keys; create them with POST /fleets/" + fleet + "/keys"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fleet", fleet);
        answer.put("keys", keys.toJson());
        answer.put("evidence_key", evidence.key().publicValue());
        return ApiResponse.ok(answer);
    }

    private String id(Instant now) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return ID_TIME.format(now) + "-" + HexFormat.of().formatHex(bytes);
    }
}
