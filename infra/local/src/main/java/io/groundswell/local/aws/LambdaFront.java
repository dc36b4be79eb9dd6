package io.groundswell.local.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Policies;
import io.groundswell.local.iam.Query;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.iam.SignedRequest;
import io.groundswell.local.iam.Verification;
import io.groundswell.local.iam.Verification.Verified;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.FunctionRefused;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda, as far as the synchronous {@code Invoke} of a function or its alias {@code live} goes. */
final class LambdaFront {

    static final String SIGNING_NAME = "lambda";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
    private static final Pattern FUNCTION = Pattern.compile("(?:arn:aws:lambda:[^:]*:[^:]*:function:)?([A-Za-z0-9_-]+)(?::([A-Za-z0-9$_-]+))?");
    private static final String ALIAS = "live";

    private final SigV4 verifier;
    private final Account account;
    private final FunctionInvoker functions;

    LambdaFront(SigV4 verifier, Account account, FunctionInvoker functions) {
        this.verifier = verifier;
        this.account = account;
        this.functions = functions;
    }

    void handle(HttpExchange exchange, SignedRequest request) throws IOException {
        try {
            answer(exchange, invoke(request, Exchanges.read(exchange, FunctionInvoker.PAYLOAD_LIMIT)));
        } catch (ServiceError e) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", e.code());
            Exchanges.send(exchange, new Response(e.status(), "application/json",
                    JSON.writeValueAsBytes(Map.of("Message", e.getMessage()))));
        }
    }

    private InvocationResult invoke(SignedRequest request, byte[] body) {
        Verified caller = switch (verifier.verify(Exchanges.withBody(request, body), Set.of(SIGNING_NAME))) {
            case Verified good -> good;
            case Verification.Refused refused -> throw new ServiceError(403, SignatureErrors.json(refused).code(), refused.message());
        };
        String name = function(request);
        refuseWhatIsNotThere(request);
        Access access = new Access("lambda:InvokeFunction", account.arn("lambda", "function:" + name));
        Policies.denial(caller.principal(), List.of(access)).ifPresent(message -> {
            throw new ServiceError(403, "AccessDeniedException", message);
        });
        try {
            return functions.invoke(name.split(":", 2)[0], body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body, FunctionInvoker.MOST_PATIENT);
        } catch (FunctionRefused e) {
            throw new ServiceError(404, "ResourceNotFoundException", e.getMessage());
        }
    }

    /** The function's name, with its alias if it is called by that. */
    private static String function(SignedRequest request) {
        Matcher path = PATH.matcher(request.rawPath());
        if (!request.method().equals("POST") || !path.matches()) {
            throw new ServiceError(404, "UnknownOperationException", "of Lambda only Invoke is available locally, found "
                    + request.method() + " " + request.rawPath());
        }
        String called = path.group(1).replaceAll("(?i)%3A", ":");
        Matcher function = FUNCTION.matcher(called);
        if (!function.matches()) {
            throw new ServiceError(400, "InvalidParameterValueException", "expected a function's name or ARN, found " + called);
        }
        Optional<String> alias = Optional.ofNullable(function.group(2)).or(() -> Query.parse(request.rawQuery()).single("Qualifier"));
        if (!alias.orElse(ALIAS).equals(ALIAS)) {
            throw new ServiceError(404, "ResourceNotFoundException", "functions have the alias " + ALIAS + " alone locally, found " + alias.get());
        }
        return function.group(1) + alias.map(given -> ":" + given).orElse("");
    }

    private static void refuseWhatIsNotThere(SignedRequest request) {
        String type = request.header("x-amz-invocation-type").orElse("RequestResponse");
        if (!type.equals("RequestResponse")) {
            throw new ServiceError(400, "InvalidParameterValueException", "only invocation type RequestResponse is available locally, found " + type);
        }
        String log = request.header("x-amz-log-type").orElse("None");
        if (!log.equals("None")) {
            throw new ServiceError(400, "InvalidParameterValueException", "only log type None is available locally, found " + log);
        }
        if (request.header("x-amz-client-context").isPresent()) {
            throw new ServiceError(400, "InvalidParameterValueException", "no client context is available locally; leave X-Amz-Client-Context out");
        }
    }

    private static void answer(HttpExchange exchange, InvocationResult result) throws IOException {
        byte[] payload = switch (result) {
            case InvocationResult.Returned returned -> returned.payload();
            case InvocationResult.Failed failed -> {
                exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
                yield failed.payload();
            }
            case InvocationResult.Throttled throttled -> throw new ServiceError(429, "TooManyRequestsException", throttled.message());
            case InvocationResult.TooLarge large -> throw new ServiceError(413, "RequestTooLargeException", large.message());
            case InvocationResult.Unfinished unfinished -> throw new ServiceError(500, "ServiceException", "the function did not end");
        };
        Exchanges.send(exchange, new Response(200, "application/json", payload));
    }
}
