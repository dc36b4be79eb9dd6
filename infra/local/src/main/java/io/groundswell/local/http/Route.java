package io.groundswell.local.http;

import java.util.Optional;

/**
 * A route and the function behind it.
 *
 * @param iam whether callers must sign with IAM credentials
 * @param throttle the route's own limit, where it has one
 * @param function ARN of the function
 */
public record Route(String method, PathPattern path, boolean iam, Optional<Throttle> throttle, String function) {

    /** A route as the template writes it, path variables in braces. */
    public static Route of(String method, String path, boolean iam, Optional<Throttle> throttle, String function) {
        return new Route(method, PathPattern.parse(path), iam, throttle, function);
    }

    String key() {
        return method + " " + path.text();
    }
}
