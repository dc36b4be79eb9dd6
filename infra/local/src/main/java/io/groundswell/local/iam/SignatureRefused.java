package io.groundswell.local.iam;

import io.groundswell.local.iam.Verification.Reason;

/** Ends a verification early; {@link SigV4#verify} turns it into a {@link Verification.Refused}. */
final class SignatureRefused extends IllegalArgumentException {

    private final Reason reason;

    SignatureRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Verification.Refused refused() {
        return new Verification.Refused(reason, getMessage());
    }
}
