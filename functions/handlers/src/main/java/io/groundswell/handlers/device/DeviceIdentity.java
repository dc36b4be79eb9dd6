package io.groundswell.handlers.device;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.error.Unauthenticated;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.table.DeviceRecord;
import io.groundswell.handlers.table.DeviceStore;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides on every call whether a certificate is the one in force; API Gateway checks no revocation (R7, R10). */
final class DeviceIdentity {

    private final DeviceStore devices;

    DeviceIdentity(DeviceStore devices) {
        this.devices = devices;
    }

    /** The device of this certificate, from a consistent read of its own. */
    Versioned<DeviceRecord> admit(PresentedCertificate presented, Instant now) {
        return admit(presented, devices.find(presented.device()), now);
    }

    /**
     * The device of this certificate.
     *
     * <p>A renewed certificate takes force at its first use; until then the old one stays, so that an answer that
     * was lost locks nobody out.
     *
     * @param found its record, read consistently
     * @throws Unauthenticated when the device was decommissioned or the certificate is not in force
     */
    Versioned<DeviceRecord> admit(PresentedCertificate presented, Optional<Versioned<DeviceRecord>> found, Instant now) {
        DeviceRecord device = found.map(Versioned::value).orElseThrow(DeviceIdentity::notInForce);
        if (device.isDecommissioned()) {
            throw decommissioned();
        }
        if (isPinned(presented, Optional.of(device.certificate()))) {
            return found.get();
        }
        if (isPinned(presented, device.next())) {
            return putInForce(presented, now);
        }
        throw notInForce();
    }

    /** What {@code parse} makes of the request, or why the device is refused, which matters more than its syntax. */
    <T> T parse(PresentedCertificate presented, Instant now, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (InvalidRequest syntax) {
            admit(presented, now);
            throw syntax;
        }
    }

    private Versioned<DeviceRecord> putInForce(PresentedCertificate presented, Instant now) {
        Retry.onConflict(() -> {
            Versioned<DeviceRecord> device = devices.find(presented.device()).orElseThrow(DeviceIdentity::notInForce);
            if (isPinned(presented, device.value().next())) {
                devices.save(device, device.value().renewed(), new Evidence("device.certificate_renewed",
                        actor(presented), Timestamps.truncate(now),
                        Map.of("device", presented.device().name(), "fingerprint", presented.fingerprint())));
            }
            return device;
        });
        return admit(presented, now);
    }

    /** How audit events name a device that acted. */
    static String actor(PresentedCertificate presented) {
        return "device:" + presented.device().name();
    }

    private static boolean isPinned(PresentedCertificate presented, Optional<DeviceRecord.Pin> pin) {
        return pin.isPresent() && MessageDigest.isEqual(
                presented.fingerprint().getBytes(StandardCharsets.US_ASCII),
                pin.get().fingerprint().getBytes(StandardCharsets.US_ASCII));
    }

    private static Unauthenticated decommissioned() {
        return new Unauthenticated(Unauthenticated.DECOMMISSIONED,
                "this device was decommissioned; it must stop and not call again");
    }

    private static Unauthenticated notInForce() {
        return new Unauthenticated(Unauthenticated.CERTIFICATE_NOT_IN_FORCE,
                "the client certificate must be the one in force for this device, found another; enrol the device again");
    }
}
