package io.groundswell.local.stepfunctions.api;

import io.groundswell.local.stepfunctions.execution.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a list goes on. A token belongs to the request it came from, apart from the page size. */
final class PageToken {

    private PageToken() {
    }

    static String of(String request, long position) {
        String text = position + " " + request;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static long position(String token, String request) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int space = text.indexOf(' ');
            if (space > 0 && text.substring(space + 1).equals(request)) {
                return Long.parseLong(text.substring(0, space));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static Refused invalid() {
        return Refused.of("InvalidToken", "Invalid Token: 'nextToken is not one that this request was given'");
    }
}
