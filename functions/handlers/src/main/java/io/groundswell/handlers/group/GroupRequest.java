package io.groundswell.handlers.group;

import io.groundswell.domain.json.CanonicalJson;
import io.groundswell.domain.json.Sha256;
import io.groundswell.domain.name.Names;
import io.groundswell.handlers.http.ApiRequest;
import io.groundswell.handlers.json.Fields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The body that creates a group.
 *
 * @param devices names as the caller wrote them, each once, in the order of their first mention
 */
record GroupRequest(String name, List<String> devices, boolean sealed) {

    /** The most names that one call takes (R11). */
    static final int MOST_NAMES = 5_000;

    GroupRequest {
        Names.require("name", name);
        devices = List.copyOf(devices);
    }

    static GroupRequest of(ApiRequest request) {
        Fields fields = request.fields();
        GroupRequest group = new GroupRequest(fields.name("name"), devices(fields), fields.flag("sealed", true));
        fields.refuseUnknown();
        return group;
    }

    /** The {@code devices} of a body, duplicates collapsed. */
    static List<String> devices(Fields fields) {
        return List.copyOf(new LinkedHashSet<>(fields.texts("devices", MOST_NAMES)));
    }

    /** Tells a repetition of this request from another one for the same name. */
    String digest() {
        return Sha256.hex(CanonicalJson.encode(Map.of("devices", devices, "sealed", sealed)));
    }
}
