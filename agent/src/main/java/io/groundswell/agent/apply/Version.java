package io.groundswell.agent.apply;

import io.groundswell.agent.disk.StoredFields;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.name.ArtifactRef;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A kept version: a directory with its bytes and the record that was written before them.
 *
 * @param number counts an artifact's installations on this device; a later one has a higher number
 * @param rollout which put it in force
 * @param before the number of the version that it took the place of
 * @param notes what the kind has to remember to undo it
 */
record Version(Path directory, long number, Optional<String> rollout, Installed installed, ArtifactKind kind,
        String filename, Map<String, Object> manifest, Optional<Long> before, Map<String, Object> notes) {

    /** No filename starts with a dot, so no payload can take the record's place (R2). */
    static final String RECORD = ".version.json";

    Version {
        manifest = Collections.unmodifiableMap(new LinkedHashMap<>(manifest));
        notes = Map.copyOf(notes);
    }

    /** A version about to be written. */
    static Version of(Path directory, long number, String rollout, Update update, Optional<Version> before,
            Map<String, Object> notes) {
        String filename = update.target().substring(update.target().lastIndexOf('/') + 1);
        return new Version(directory, number, Optional.of(rollout), update.installed(), update.kind(), filename,
                update.manifest(), before.map(Version::number), notes);
    }

    static Version read(Path directory, StoredFields json) {
        ArtifactRef ref = new ArtifactRef(json.text("name"), json.text("version"));
        return new Version(directory, json.number("number"), json.optionalText("rollout"),
                new Installed(ref, json.text("sha256")), ArtifactKind.parse(json.text("kind")), json.text("filename"),
                json.map("manifest"), json.optionalNumber("before"), json.map("notes"));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", number);
        rollout.ifPresent(by -> json.put("rollout", by));
        json.put("name", installed.ref().name());
        json.put("version", installed.ref().version());
        json.put("sha256", installed.sha256());
        json.put("kind", kind.word());
        json.put("filename", filename);
        json.put("manifest", manifest);
        before.ifPresent(of -> json.put("before", of));
        json.put("notes", notes);
        return json;
    }

    /** Whether it is a rollout's own installation of a version. */
    boolean isOf(String installer, Update update) {
        return rollout.equals(Optional.of(installer)) && installed.equals(update.installed());
    }

    /** The artifact's bytes; a version counts once they are there. */
    Path payload() {
        return directory.resolve(filename);
    }

    Path record() {
        return directory.resolve(RECORD);
    }
}
