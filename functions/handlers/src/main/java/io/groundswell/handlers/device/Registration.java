package io.groundswell.handlers.device;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceRecord.Profile;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code POST /device/register}: a device tells what it is; a member that is absent stays as it was (R8). */
final class Registration {

    private static final int MAX_FACTS = 32;
    private static final int MAX_ARTIFACTS = 200;
    private static final int MAX_KEY = 64;
    private static final int MAX_TEXT = 256;

    private final DeviceStore devices;
    private final DeviceIdentity identity;
    private final Clock clock;

    Registration(DeviceStore devices, DeviceIdentity identity, Clock clock) {
        this.devices = devices;
        this.identity = identity;
        this.clock = clock;
    }

    /** The members that a request gives. */
    private record Told(Optional<Map<String, String>> hardware, Optional<String> agentVersion,
            Optional<Map<String, String>> tags, Optional<Map<String, String>> installed) {

        Profile over(Profile known) {
            return new Profile(hardware.orElse(known.hardware()), agentVersion.or(known::agentVersion),
                    tags.orElse(known.tags()), installed.orElse(known.installedVersions()));
        }
    }

    ApiResponse register(ApiRequest request) {
        Instant now = Timestamps.truncate(clock.instant());
        PresentedCertificate presented = PresentedCertificate.of(request, now);
        Told told = identity.parse(presented, now, () -> parse(request));
        return ApiResponse.ok(DeviceJson.of(Retry.onConflict(() -> register(presented, told, now))));
    }

    private DeviceRecord register(PresentedCertificate presented, Told told, Instant now) {
        Versioned<DeviceRecord> device = identity.admit(presented, now);
        DeviceRecord next = device.value().withProfile(told.over(device.value().profile()));
        if (!next.equals(device.value())) {
            Map<String, Object> facts = new HashMap<>(Map.of("device", presented.device().name()));
            next.profile().agentVersion().ifPresent(version -> facts.put("agent_version", version));
            devices.save(device, next, new Evidence("device.registered", DeviceIdentity.actor(presented), now, facts));
        }
        return next;
    }

    private static Told parse(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Fields body = request.fields();
        Told told = new Told(facts(body, "hardware_profile"),
                body.optionalText("agent_version").map(version -> requireText("agent_version", version, MAX_KEY)),
                facts(body, "tags"), installed(body));
        body.refuseUnknown();
        return told;
    }

    private static Optional<Map<String, String>> facts(Fields body, String name) {
        return body.optionalObject(name).map(members -> {
            Map<String, String> facts = new HashMap<>();
            members.names(MAX_FACTS).forEach(key -> facts.put(requireText("a member name of " + name, key, MAX_KEY),
                    requireText(name + "." + key, members.text(key), MAX_TEXT)));
            return facts;
        });
    }

    private static Optional<Map<String, String>> installed(Fields body) {
        return body.optionalObject("installed_versions").map(members -> {
            Map<String, String> versions = new HashMap<>();
            members.names(MAX_ARTIFACTS).forEach(name -> versions.put(
                    Names.require("an artifact of installed_versions", name), members.name(name)));
            return versions;
        });
    }

    /** Text that people read in a console: not empty, bounded, printable, and the same after it was stored. */
    private static String requireText(String what, String text, int most) {
        boolean printable = text.codePoints().noneMatch(c -> Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE);
        if (text.isEmpty() || text.length() > most || !printable) {
            throw new InvalidRequest(what + " must be 1 to " + most + " printable characters, found "
                    + Names.shown(text));
        }
        return text;
    }
}
