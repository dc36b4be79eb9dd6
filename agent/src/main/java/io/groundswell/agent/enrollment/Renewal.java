package io.groundswell.agent.enrollment;

import io.groundswell.agent.Backoff;
import io.groundswell.agent.connection.CallFailed;
import io.groundswell.agent.connection.DeviceConnection;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.agent.identity.Credential;
import io.groundswell.agent.identity.DeviceKey;
import io.groundswell.agent.identity.Identity;
import io.groundswell.agent.identity.IdentityStore;
import io.groundswell.domain.name.DeviceRef;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * A device's certificate, replaced in good time by one over a new key (R7).
 *
 * <p>The new one is on the disk before it is shown, and takes force at its first use; until then the old one is in
 * force. So a crash at any point leaves a key and a certificate that the server accepts.
 */
public final class Renewal {

    /** The part of its life that a certificate serves at least, so that a third of it is left for trouble. */
    private static final double SERVED = 0.6;
    private static final double SPREAD = 0.06;

    private final DeviceConnection connection;
    private final IdentityStore store;
    private final Backoff backoff;
    private final DoubleSupplier jitter;
    private final Consumer<String> log;
    private final double share;
    private Identity identity;
    private Instant due;
    private Instant asked = Instant.MIN;
    private int failures;

    /**
     * The renewal of a stored identity.
     *
     * @param jitter numbers from 0 to 1, so that devices enrolled together do not renew together
     * @param log told in a sentence what happened
     */
    public Renewal(Identity identity, DeviceConnection connection, IdentityStore store, Backoff backoff,
            DoubleSupplier jitter, Consumer<String> log) {
        this.connection = connection;
        this.store = store;
        this.backoff = backoff;
        this.jitter = jitter;
        this.log = log;
        this.share = SERVED + SPREAD * jitter.getAsDouble();
        follow(identity);
    }

    /** When the next try is due. */
    public Instant due() {
        return due;
    }

    /** Renews if it is time to; trouble is logged and tried again, while the old certificate serves. */
    public void renewIfDue(Instant now) {
        if (now.isBefore(asked)) {
            // The clock was set back: a pause that was counted from a later time could last for years.
            follow(identity);
        }
        asked = now;
        if (now.isBefore(due)) {
            return;
        }
        try {
            renew();
            failures = 0;
        } catch (CallFailed | GeneralSecurityException | IOException e) {
            failures++;
            due = now.plus(backoff.after(failures, jitter.getAsDouble()));
            log.accept("certificate not renewed, next try at " + due + ": " + e.getMessage() + standing(now));
        }
    }

    private void renew() throws GeneralSecurityException, IOException {
        DeviceKey key = DeviceKey.generate();
        DeviceRef device = Certificates.device(identity.certificate());
        DeviceConnection.Issued issued = connection.certificate(key.certificateRequest(device.name()));
        Credential renewed = Credential.of(key, Certificates.parse(issued.certificate()).getFirst(),
                Certificates.parse(issued.ca()).getFirst());
        if (!Certificates.device(renewed.certificate()).equals(device)) {
            throw new CertificateException("the renewed certificate must be for " + device + ", found "
                    + Certificates.device(renewed.certificate()));
        }
        store.replace(renewed);
        follow(identity.with(renewed));
        connection.show(identity);
        log.accept("certificate renewed, valid until " + renewed.certificate().getNotAfter().toInstant());
    }

    private void follow(Identity next) {
        identity = next;
        Instant begin = next.certificate().getNotBefore().toInstant();
        Duration life = Duration.between(begin, next.certificate().getNotAfter().toInstant());
        due = begin.plusMillis(Math.round(life.toMillis() * share));
    }

    private String standing(Instant now) {
        Instant end = identity.certificate().getNotAfter().toInstant();
        return now.isBefore(end) ? "" : "; the certificate expired at " + end
                + ": enrol the device again with a token that is bound to its name";
    }
}
