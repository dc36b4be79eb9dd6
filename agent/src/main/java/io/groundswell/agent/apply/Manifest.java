package io.groundswell.agent.apply;

import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.domain.name.Names;
import java.util.Map;
import java.util.Optional;

/** A signed manifest, read by name and type. */
record Manifest(Map<String, Object> members) {

    Optional<String> text(String name) {
        Object value = members.get(name);
        if (value != null && !(value instanceof String)) {
            throw invalid(name, "a string", value.getClass().getSimpleName());
        }
        return Optional.ofNullable((String) value);
    }

    String requiredText(String name) {
        return text(name).orElseThrow(() -> invalid(name, "given", "nothing"));
    }

    static ApplyFailed invalid(String name, String expected, String found) {
        return new ApplyFailed("manifest_invalid",
                "the manifest's " + name + " must be " + expected + ", found " + Names.shown(found), null);
    }
}
