package io.groundswell.handlers.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.domain.error.InvalidRequest;
import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.domain.name.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a manifest may hold so that every TUF client reads the same from the signed target. */
final class ManifestRules {

    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_DEPTH = 8;
    private static final long MAX_INTEGER = (1L << 53) - 1;

    private ManifestRules() {
    }

    /** @throws InvalidRequest naming the member that cannot be signed */
    static Map<String, Object> checked(JsonNode manifest) {
        Map<String, Object> members = object("manifest", manifest, 1);
        int size = CanonicalJson.encode(members).length;
        if (size > MAX_BYTES) {
            throw new InvalidRequest("manifest must have at most " + MAX_BYTES + " bytes, found " + size);
        }
        return members;
    }

    private static Map<String, Object> object(String where, JsonNode object, int depth) {
        requireDepth(depth);
        Map<String, Object> members = new LinkedHashMap<>();
        object.properties().forEach(member -> {
            String name = member.getKey();
            if (name.isEmpty()) {
                throw new InvalidRequest(where + " must name its members, found a member without name");
            }
            requireAscii("a member name in " + where, name);
            members.put(name, value(where + "." + name, member.getValue(), depth + 1));
        });
        return members;
    }

    private static Object value(String where, JsonNode value, int depth) {
        return switch (value.getNodeType()) {
            case STRING -> requireAscii(shortened(where), value.textValue());
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> integer(where, value);
            case OBJECT -> object(where, value, depth);
            case ARRAY -> {
                requireDepth(depth);
                List<Object> items = new ArrayList<>();
                value.forEach(item -> items.add(value(where + "[" + items.size() + "]", item, depth + 1)));
                yield items;
            }
            case NULL, MISSING, BINARY, POJO -> throw new InvalidRequest(shortened(where)
                    + " must not be null; leave the member out");
        };
    }

    private static long integer(String where, JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong()
                || number.longValue() > MAX_INTEGER || number.longValue() < -MAX_INTEGER) {
            throw new InvalidRequest(shortened(where) + " must be an integer between -" + MAX_INTEGER + " and "
                    + MAX_INTEGER + "; write other numbers as text");
        }
        return number.longValue();
    }

    private static String requireAscii(String what, String text) {
        if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidRequest(what + " must be printable ASCII, found " + Names.shown(text));
        }
        return text;
    }

    private static void requireDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidRequest("manifest must be at most " + MAX_DEPTH + " levels deep, found more");
        }
    }

    private static String shortened(String where) {
        return where.length() > 120 ? where.substring(0, 120) + "…" : where;
    }
}
