package io.groundswell.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The file in which access keys outlive a restart, by principal name. */
final class CredentialsFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;

    CredentialsFile(Path path) {
        this.path = path;
    }

    Map<String, AccessKey> read() {
        if (!Files.exists(path)) {
            return Map.of();
        }
        try {
            var keys = new HashMap<String, AccessKey>();
            JSON.readTree(path.toFile()).properties().forEach(entry -> keys.put(entry.getKey(), key(entry.getValue())));
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read access keys from " + path + "; delete the file to have new ones made", e);
        }
    }

    void write(Map<String, AccessKey> keys) {
        ObjectNode root = JSON.createObjectNode();
        keys.forEach((name, key) -> {
            ObjectNode node = root.putObject(name).put("access_key_id", key.id()).put("secret", key.secret());
            key.sessionToken().ifPresent(token -> node.put("session_token", token));
        });
        PrivateFile.write(path, root.toPrettyString());
    }

    private AccessKey key(JsonNode node) {
        if (!node.path("access_key_id").isTextual() || !node.path("secret").isTextual()) {
            throw new IllegalStateException(path + ": expected access_key_id and secret for every key; delete the file to have new ones made");
        }
        return new AccessKey(node.get("access_key_id").textValue(), node.get("secret").textValue(),
                Optional.ofNullable(node.path("session_token").textValue()));
    }
}
