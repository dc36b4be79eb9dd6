package io.groundswell.handlers.device;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.error.Forbidden;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.Names;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.TokenStore;
import io.groundswell.handlers.table.TokenStore.Token;
import io.groundswell.handlers.table.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /enroll}: a token, a name and a CSR become a device with a pinned certificate (R7).
 *
 * <p>The use of the token and the record are one transaction: no use is lost to a refusal, and no budget is exceeded
 * by enrolments in parallel.
 */
final class Enrollment {

    private final TokenStore tokens;
    private final DeviceStore devices;
    private final Retirement retirement;
    private final DeviceCa ca;
    private final RootMetadata roots;
    private final Welcome welcome;
    private final Clock clock;

    /** What a new device is told besides its certificate. */
    record Welcome(String deviceApi, Duration heartbeat) {
    }

    Enrollment(TokenStore tokens, DeviceStore devices, Retirement retirement, DeviceCa ca, RootMetadata roots,
            Welcome welcome, Clock clock) {
        this.tokens = tokens;
        this.devices = devices;
        this.retirement = retirement;
        this.ca = ca;
        this.roots = roots;
        this.welcome = welcome;
        this.clock = clock;
    }

    ApiResponse enroll(ApiRequest request) {
        request.refuseQueryExcept(Set.of());
        Fields body = request.fields();
        String tokenText = body.text("token");
        String name = Names.require("name", body.text("name"));
        String csr = body.text("csr");
        body.refuseUnknown();
        Instant now = Timestamps.truncate(clock.instant());
        EnrollmentToken token = EnrollmentToken.parse(tokenText);
        DeviceRef device = new DeviceRef(token.fleet(), name);
        Token admitted = admit(token, name, now);
        CertificateRequest certificateRequest = CertificateRequest.parse(csr);
        requireFree(device, admitted);
        DeviceCa.Issued issued = ca.issue(certificateRequest, device, now);
        // Everything that may fail comes first: once the record is put, the device must get its certificate.
        Map<String, Object> answer = answer(device, issued);
        Retry.onConflict(() -> put(token, device, issued, now));
        return ApiResponse.created(answer);
    }

    private Map<String, Object> answer(DeviceRef device, DeviceCa.Issued issued) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("certificate", issued.pem());
        answer.put("ca", ca.certificatePem());
        answer.put("root", roots.newest(device.fleet()));
        answer.put("device_api", welcome.deviceApi());
        answer.put("heartbeat_interval_s", welcome.heartbeat().toSeconds());
        return answer;
    }

    /** The token as it stands, if it enrols this name now. */
    private Token admit(EnrollmentToken presented, String name, Instant now) {
        TokenStore.Standing standing = tokens.find(presented.fleet(), presented.id())
                .filter(found -> presented.matches(found.token().value().secretHash()))
                .orElseThrow(() -> EnrollmentToken.refused("is not valid"));
        Token token = standing.token().value();
        if (token.revoked()) {
            throw EnrollmentToken.refused("was revoked");
        }
        if (!now.isBefore(token.expiresAt())) {
            throw EnrollmentToken.refused("expired at " + Timestamps.format(token.expiresAt()));
        }
        if (standing.isUsedUp()) {
            throw EnrollmentToken.refused("was used as often as it may be, " + token.uses() + " times");
        }
        if (token.device().filter(bound -> !bound.equals(name)).isPresent()) {
            throw new Forbidden("the enrolment token is bound to another device than " + name);
        }
        return token;
    }

    private Optional<Versioned<DeviceRecord>> requireFree(DeviceRef device, Token token) {
        Optional<Versioned<DeviceRecord>> existing = devices.find(device);
        if (existing.isPresent() && token.device().isEmpty()) {
            throw new Conflict("device " + device.name() + " exists already"
                    + (existing.get().value().isDecommissioned() ? " and was decommissioned" : "")
                    + "; choose another name, or enrol it with a token that is bound to this name");
        }
        return existing;
    }

    private DeviceRecord put(EnrollmentToken presented, DeviceRef device, DeviceCa.Issued issued, Instant now) {
        Token token = admit(presented, device.name(), now);
        Optional<Versioned<DeviceRecord>> existing = requireFree(device, token);
        // A decommission that was cut short is finished while its device is still out of service.
        existing.filter(found -> found.value().isDecommissioned()).ifPresent(retired -> retirement.retire(device));
        DeviceRecord enrolled = existing.map(found -> found.value().reEnrolled(now, issued.pin()))
                .orElseGet(() -> DeviceRecord.enrolled(device, now, issued.pin()));
        devices.enroll(token, existing.map(Versioned::rev).orElse(0L), enrolled, welcome.heartbeat(),
                new Evidence(existing.isPresent() ? "device.re_enrolled" : "device.enrolled", "device:" + device.name(),
                        now, Map.of("device", device.name(), "token", token.id(),
                                "fingerprint", issued.pin().fingerprint(),
                                "expires_at", Timestamps.format(issued.pin().expiresAt()))));
        return enrolled;
    }
}
