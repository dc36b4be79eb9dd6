package io.groundswell.local.http;

import java.util.Optional;

/** Decides, for a route that demands IAM, who signed a request and whether that caller may use the route. */
@FunctionalInterface
public interface CallerCheck {

    /**
     * The caller, or empty where the request is unsigned, wrongly signed or not allowed.
     *
     * @param resource ARN of what is invoked: {@code arn:aws:execute-api:region:account:api/$default/METHOD/path}
     */
    Optional<IamCaller> admit(IncomingRequest request, String resource);
}
