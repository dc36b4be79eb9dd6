package io.groundswell.handlers.http;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists: {@code limit} (default 50, clamped to 1–200) and an opaque {@code next_token} (R34). */
public record Paging(int limit, Optional<String> after) {

    private static final int DEFAULT = 50;
    private static final int MOST = 200;
    private static final int MAX_TOKEN = 1024;

    /** Reads {@code limit} and {@code next_token}. */
    public static Paging of(ApiRequest request) {
        return new Paging(limit(request.query().get("limit")),
                Optional.ofNullable(request.query().get("next_token")).map(Paging::decode));
    }

    /** The answer of a list route; {@code last} continues after the last entry, empty at the end. */
    public static Map<String, Object> page(String name, List<?> entries, Optional<String> last) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, entries);
        last.ifPresent(key -> page.put("next_token", encode(key)));
        return page;
    }

    private static int limit(String text) {
        if (text == null) {
            return DEFAULT;
        }
        if (!text.matches("-?\\d{1,18}")) {
            throw new InvalidRequest("limit must be an integer, found " + Names.shown(text));
        }
        return (int) Math.clamp(Long.parseLong(text), 1, MOST);
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            if (token.length() <= MAX_TOKEN) {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            throw badToken(token);
        }
        throw badToken(token);
    }

    private static InvalidRequest badToken(String token) {
        return new InvalidRequest("next_token must be one that this route returned, found " + Names.shown(token));
    }
}
