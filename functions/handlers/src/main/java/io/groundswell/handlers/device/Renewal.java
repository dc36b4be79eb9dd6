package io.groundswell.handlers.device;

import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.http.ApiResponse;
import io.groundswell.handlers.json.Fields;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** {@code POST /device/certificate}: a device replaces its own certificate before it expires (R7). */
final class Renewal {

    private final DeviceStore devices;
    private final DeviceIdentity identity;
    private final DeviceCa ca;
    private final Clock clock;

    Renewal(DeviceStore devices, DeviceIdentity identity, DeviceCa ca, Clock clock) {
        this.devices = devices;
        this.identity = identity;
        this.ca = ca;
        this.clock = clock;
    }

    ApiResponse renew(ApiRequest request) {
        Instant now = Timestamps.truncate(clock.instant());
        PresentedCertificate presented = PresentedCertificate.of(request, now);
        identity.admit(presented, now);
        request.refuseQueryExcept(Set.of());
        Fields body = request.fields();
        String csr = body.text("csr");
        body.refuseUnknown();
        DeviceCa.Issued issued = ca.issue(CertificateRequest.parse(csr), presented.device(), now);
        Retry.onConflict(() -> {
            Versioned<DeviceRecord> device = identity.admit(presented, now);
            devices.save(device, device.value().withNext(issued.pin()), new Evidence("device.certificate_issued",
                    DeviceIdentity.actor(presented), now, Map.of("device", presented.device().name(),
                            "fingerprint", issued.pin().fingerprint(),
                            "expires_at", Timestamps.format(issued.pin().expiresAt()))));
            return issued;
        });
        return ApiResponse.created(Map.of("certificate", issued.pem(), "ca", ca.certificatePem()));
    }
}
