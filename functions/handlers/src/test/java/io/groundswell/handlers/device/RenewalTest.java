package io.groundswell.handlers.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.table.Keys;
import io.groundswell.handlers.testing.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RenewalTest {

    private final DeviceWorld world = new DeviceWorld();

    @Test
    @DisplayName("[R7] a renewed certificate takes force at its first use; the old one works until then and not after")
    void renewalTakesForceAtFirstUse() {
        var old = world.enroll("cam-1");
        Answer lost = renew(world, "cam-1", TestKey.p256());
        Answer answered = renew(world, "cam-1", TestKey.p256());
        assertEquals(201, answered.status(), answered::text);
        assertNotEquals(lost.text("certificate"), answered.text("certificate"));
        assertEquals(200, old.call("POST /device/heartbeat").status());
        assertEquals(401, use(lost).status());

        assertEquals(200, use(answered).status());

        assertEquals("certificate_not_in_force", old.call("POST /device/heartbeat").text("code"));
        assertEquals(200, use(answered).status());
        assertEquals(List.of("device.certificate_renewed"),
                world.items.eventsOn(Keys.device(new DeviceRef("f", "cam-1"))));
    }

    @Test
    @DisplayName("[R7] a certificate is refused once it has expired")
    void refusesExpiredCertificates() {
        world.enroll("cam-1");
        world.clock.move(Duration.ofDays(90));
        assertEquals(200, world.heartbeat("cam-1").status());
        world.clock.move(Duration.ofSeconds(1));
        assertEquals(401, world.heartbeat("cam-1").status());
    }

    private Answer renew(DeviceWorld in, String name, TestKey key) {
        String certificate = in.certificateOf(name);
        return in.enrollment.withCertificate(certificate).call("POST /device/certificate",
                DeviceWorld.json(Map.of("csr", key.csr())));
    }

    private Answer use(Answer renewal) {
        return world.device.withCertificate(renewal.text("certificate")).call("POST /device/heartbeat");
    }
}
