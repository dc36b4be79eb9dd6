package io.groundswell.agent.apply;

import io.groundswell.agent.disk.StoredFields;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A file's content and what else makes it the file that it is, without its name. */
record FileFacts(String sha256, Set<PosixFilePermission> mode, Optional<String> owner, Optional<String> group) {

    FileFacts {
        mode = Set.copyOf(mode);
    }

    static FileFacts of(String sha256, PosixFileAttributes attributes) {
        return new FileFacts(sha256, attributes.permissions(), Optional.of(attributes.owner().getName()),
                Optional.of(attributes.group().getName()));
    }

    /** Whether a file with these attributes and this content needs no change. */
    boolean agreesWith(FileFacts present) {
        return sha256.equals(present.sha256) && mode.equals(present.mode)
                && (owner.isEmpty() || owner.equals(present.owner)) && (group.isEmpty() || group.equals(present.group));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sha256", sha256);
        json.put("mode", PosixFilePermissions.toString(mode));
        owner.ifPresent(name -> json.put("owner", name));
        group.ifPresent(name -> json.put("group", name));
        return json;
    }

    static FileFacts read(StoredFields json) {
        return new FileFacts(json.text("sha256"), PosixFilePermissions.fromString(json.text("mode")),
                json.optionalText("owner"), json.optionalText("group"));
    }
}
