package io.groundswell.local.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.groundswell.local.iam.Access;
import io.groundswell.local.iam.Policies;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.iam.SignedRequest;
import io.groundswell.local.iam.Verification;
import io.groundswell.local.iam.Verification.Verified;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Serves the JSON protocols: DynamoDB by its proxy, everything else by the service mounted for the request's target. */
final class JsonFront {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int LARGEST_DYNAMODB_BODY = 17 * 1024 * 1024;

    private final SigV4 verifier;
    private final Optional<DynamoDbProxy> dynamoDb;
    private final Map<String, JsonService> byPrefix;
    private final Set<String> signingNames = new TreeSet<>();

    JsonFront(SigV4 verifier, Optional<DynamoDbProxy> dynamoDb, List<JsonService> services) {
        this.verifier = verifier;
        this.dynamoDb = dynamoDb;
        this.byPrefix = services.stream().collect(Collectors.toUnmodifiableMap(JsonService::targetPrefix, service -> service));
        dynamoDb.ifPresent(proxy -> signingNames.add(DynamoDbProxy.SIGNING_NAME));
        services.forEach(service -> signingNames.add(service.signingName()));
    }

    void handle(HttpExchange exchange, SignedRequest request, String claimedService) throws IOException {
        try {
            serve(exchange, request, claimedService);
        } catch (ServiceError e) {
            String type = request.header("content-type").filter(value -> value.startsWith("application/x-amz-json")).orElse("application/x-amz-json-1.1");
            byte[] body = JSON.writeValueAsBytes(Map.of("__type", e.code(), "message", e.getMessage()));
            exchange.getResponseHeaders().set("x-amzn-ErrorType", e.code());
            Exchanges.send(exchange, new Response(e.status(), type, body));
        }
    }

    private void serve(HttpExchange exchange, SignedRequest request, String claimedService) throws IOException {
        boolean toDynamoDb = claimedService.equals(DynamoDbProxy.SIGNING_NAME);
        byte[] body = Exchanges.read(exchange, toDynamoDb ? LARGEST_DYNAMODB_BODY : LARGEST_BODY);
        if (!claimedService.isEmpty() && !signingNames.contains(claimedService)) {
            throw ServiceError.client("UnknownOperationException", "service " + claimedService + " is not available locally; available are "
                    + (dynamoDb.isPresent() ? "s3, sts and " : "sts and ") + signingNames);
        }
        Verified verified = switch (verifier.verify(Exchanges.withBody(request, body), signingNames)) {
            case Verified good -> good;
            case Verification.Refused refused -> throw SignatureErrors.json(refused);
        };
        Target target = Target.of(request);
        if (toDynamoDb) {
            dynamoDb.orElseThrow(target::unknown).forward(exchange, request, target, body, verified.principal());
            return;
        }
        JsonService service = byPrefix.get(target.prefix());
        if (service == null || !service.signingName().equals(verified.service())) {
            throw target.unknown();
        }
        authorize(verified.principal(), service.accesses(target.operation(), body));
        Exchanges.send(exchange, service.handle(target.operation(), body, verified.principal()));
    }

    static void authorize(Principal principal, List<Access> accesses) {
        Policies.denial(principal, accesses).ifPresent(message -> {
            throw ServiceError.client("AccessDeniedException", message);
        });
    }
}
