package io.groundswell.local;

import io.groundswell.local.http.CallerCheck;
import io.groundswell.local.http.IamCaller;
import io.groundswell.local.http.IncomingRequest;
import io.groundswell.local.iam.Policies;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.iam.SignedRequest;
import io.groundswell.local.iam.Verification;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Admits callers by SigV4 and by what their policies say of {@code execute-api:Invoke}. */
record SignedCallers(SigV4 signatures) implements CallerCheck {

    private static final Set<String> SERVICE = Set.of("execute-api");

    @Override
    public Optional<IamCaller> admit(IncomingRequest request, String resource) {
        SignedRequest signed = SignedRequest.of(
                request.method(), request.rawPath(), request.rawQuery(), request.headers(), request.body());
        return switch (signatures.verify(signed, SERVICE)) {
            case Verification.Refused refused -> Optional.empty();
            case Verification.Verified verified -> permitted(verified.principal(), resource);
        };
    }

    private static Optional<IamCaller> permitted(Principal caller, String resource) {
        return Policies.allows(caller, "execute-api:Invoke", resource, Map.of())
                ? Optional.of(new IamCaller(caller.accessKeyId(), caller.accountId(), caller.arn(), caller.userId()))
                : Optional.empty();
    }
}
