package io.groundswell.handlers.http;

import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.name.Names;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Lists: {@code limit} (default 50, clamped to 1–200) and an opaque {@code next_token} (R34). */
public record Paging(int limit, Optional<String> after) {

    private static final int DEFAULT = 50;
    private static final int MOST = 200;
    private static final int MAX_TOKEN = 1024;

    /** Reads {@code limit} and {@code next_token}. */
    public static Paging of(ApiRequest request) {
        return of(request, "next_token");
    }

    /** Reads {@code limit} and the token from another parameter. */
    public static Paging of(ApiRequest request, String parameter) {
        return new Paging(limit(request.query().get("limit")),
                Optional.ofNullable(request.query().get(parameter)).map(Paging::decode));
    }

    /** The answer of a list route; {@code last} continues after the last entry, empty at the end. */
    public static Map<String, Object> page(String name, List<?> entries, Optional<String> last) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(name, entries);
        last.ifPresent(key -> page.put("next_token", encode(key)));
        return page;
    }

    /** One more than the limit: the surplus entry only tells that the list goes on. */
    public int limitAndOne() {
        return limit + 1;
    }

    /**
     * The answer of a list route.
     *
     * @param found up to {@link #limitAndOne()} entries
     * @param place where the list continues after an entry
     */
    public <T> Map<String, Object> page(String name, List<T> found, Function<T, ?> shown, Function<T, String> place) {
        List<T> entries = found.subList(0, Math.min(limit, found.size()));
        return page(name, entries.stream().map(shown).toList(),
                found.size() > limit ? Optional.of(place.apply(entries.getLast())) : Optional.empty());
    }

    private static int limit(String text) {
        if (text == null) {
            return DEFAULT;
        }
        if (!text.matches("-?\\d{1,18}")) {
            throw new InvalidRequest("limit must be an integer, found " + Names.shown(text));
        }
        return Math.clamp(Long.parseLong(text), 1, MOST);
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
