package io.groundswell.local.aws;

import com.sun.net.httpserver.HttpExchange;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.iam.Query;
import io.groundswell.local.iam.SigV4;
import io.groundswell.local.iam.SignedRequest;
import io.groundswell.local.iam.Verification;
import io.groundswell.local.iam.Verification.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/** STS, as far as {@code GetCallerIdentity} goes: the query protocol, which needs no permission. */
final class Sts {

    private static final int LARGEST_BODY = 64 * 1024;
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private final SigV4 verifier;

    Sts(SigV4 verifier) {
        this.verifier = verifier;
    }

    void handle(HttpExchange exchange, SignedRequest request) throws IOException {
        try {
            Exchanges.send(exchange, answer(request, Exchanges.read(exchange, LARGEST_BODY)));
        } catch (ServiceError e) {
            Exchanges.send(exchange, xml(e.status(), "<ErrorResponse xmlns=\"" + NAMESPACE + "\"><Error><Type>Sender</Type><Code>" + e.code() + "</Code><Message>"
                    + escaped(e.getMessage()) + "</Message></Error><RequestId>" + UUID.randomUUID() + "</RequestId></ErrorResponse>"));
        }
    }

    private Response answer(SignedRequest request, byte[] body) {
        Principal caller = switch (verifier.verify(Exchanges.withBody(request, body), Set.of("sts"))) {
            case Verified good -> good.principal();
            case Verification.Refused refused -> throw SignatureErrors.query(refused);
        };
        String form = request.method().equals("POST") ? new String(body, StandardCharsets.UTF_8) : request.rawQuery();
        String action = action(form);
        if (!action.equals("GetCallerIdentity")) {
            throw new ServiceError(400, "InvalidAction", "STS action '" + action + "' is not available locally, only GetCallerIdentity is");
        }
        return xml(200, "<GetCallerIdentityResponse xmlns=\"" + NAMESPACE + "\"><GetCallerIdentityResult><Arn>" + escaped(caller.arn()) + "</Arn><UserId>"
                + escaped(caller.userId()) + "</UserId><Account>" + caller.accountId() + "</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>"
                + UUID.randomUUID() + "</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
    }

    private static String action(String form) {
        try {
            return Query.parse(form).single("Action").orElse("");
        } catch (IllegalArgumentException e) {
            throw new ServiceError(400, "MalformedQueryString", e.getMessage());
        }
    }

    private static Response xml(int status, String text) {
        return new Response(status, "text/xml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
