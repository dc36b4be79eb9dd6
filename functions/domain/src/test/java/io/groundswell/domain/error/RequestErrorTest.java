package io.groundswell.domain.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestErrorTest {

    @Test
    @DisplayName("[R34] each kind of refusal has its status")
    void statuses() {
        assertEquals(400, new InvalidRequest("x").status());
        assertEquals(401, new Unauthenticated("code", "x").status());
        assertEquals(403, new Forbidden("x").status());
        assertEquals(404, new NotFound("x").status());
        assertEquals(409, new Conflict("x").status());
    }

    @Test
    @DisplayName("[R7] the words that agents act on are stable")
    void codes() {
        assertEquals("decommissioned", Unauthenticated.DECOMMISSIONED);
        assertEquals("certificate_not_in_force", Unauthenticated.CERTIFICATE_NOT_IN_FORCE);
        assertEquals("token_refused", Unauthenticated.TOKEN_REFUSED);
        assertEquals("token_refused", new Unauthenticated(Unauthenticated.TOKEN_REFUSED, "x").code());
    }
}
