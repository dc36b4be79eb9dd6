package io.groundswell.local.http;

import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One HTTP API: finds the route, checks the caller, invokes the function, and answers as API Gateway does. */
public final class HttpApiGateway {

    static final int BODY_LIMIT = 10 * 1024 * 1024;
    private static final int HEADER_LIMIT = 10_240;
    private static final Duration INTEGRATION_TIMEOUT = Duration.ofSeconds(30);
    private static final int REQUEST_ID_BYTES = 11;

    private final HttpApiIdentity api;
    private final RouteTable routes;
    private final CallerCheck callers;
    private final FunctionInvoker functions;
    private final EventFormat events;
    private final SecureRandom random = new SecureRandom();

    /** An API with these routes; callers are checked on those that demand IAM. */
    public HttpApiGateway(HttpApiIdentity api, List<Route> routes, CallerCheck callers, FunctionInvoker functions) {
        this.api = api;
        this.routes = new RouteTable(routes);
        this.callers = callers;
        this.functions = functions;
        this.events = new EventFormat(api);
    }

    Answer answer(IncomingRequest request) {
        if (headerSize(request) > HEADER_LIMIT) {
            return Answer.HEADERS_TOO_LARGE;
        }
        if (request.body().length > BODY_LIMIT) {
            return Answer.BODY_TOO_LARGE;
        }
        Optional<String> path = Percent.decode(request.rawPath(), false);
        if (path.isEmpty() || !path.get().startsWith("/")) {
            return Answer.BAD_REQUEST;
        }
        return routes.find(request.method(), path.get())
                .map(match -> routed(request, path.get(), match))
                .orElse(Answer.NOT_FOUND);
    }

    private Answer routed(IncomingRequest request, String path, RouteTable.Match match) {
        Route route = match.route();
        if (route.throttle().isPresent() && !route.throttle().get().admits()) {
            return Answer.THROTTLED;
        }
        Optional<IamCaller> caller = Optional.empty();
        if (route.iam()) {
            caller = callers.admit(request, api.resource(request.method(), path));
            if (caller.isEmpty()) {
                return Answer.FORBIDDEN;
            }
        }
        byte[] event = events.event(request, path, match, caller, requestId());
        return switch (functions.invoke(route.function(), event, INTEGRATION_TIMEOUT)) {
            case InvocationResult.Returned returned -> FunctionResponse.read(returned.payload()).orElse(Answer.INTERNAL_ERROR);
            case InvocationResult.Failed failed -> Answer.INTERNAL_ERROR;
            case InvocationResult.Throttled throttled -> Answer.UNAVAILABLE;
            case InvocationResult.Unfinished unfinished -> Answer.UNAVAILABLE;
            case InvocationResult.TooLarge tooLarge -> Answer.BODY_TOO_LARGE;
        };
    }

    private static int headerSize(IncomingRequest request) {
        int size = request.method().length() + request.rawPath().length() + request.rawQuery().length();
        for (var header : request.headers().entrySet()) {
            for (String value : header.getValue()) {
                size += header.getKey().length() + value.length();
            }
        }
        return size;
    }

    private String requestId() {
        byte[] id = new byte[REQUEST_ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().encodeToString(id);
    }
}
