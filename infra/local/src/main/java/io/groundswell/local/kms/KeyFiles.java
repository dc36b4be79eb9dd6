package io.groundswell.local.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.iam.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keys and aliases on disk: one file a key, one for all aliases, each readable by its owner alone. */
final class KeyFiles {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_SUFFIX = ".key.json";

    private final Path directory;

    KeyFiles(Path directory) {
        this.directory = directory;
    }

    Map<String, KmsKey> readKeys() {
        var keys = new TreeMap<String, KmsKey>();
        if (!Files.exists(directory)) {
            return keys;
        }
        try (var files = Files.newDirectoryStream(directory, "*" + KEY_SUFFIX)) {
            for (Path file : files) {
                KmsKey key = key(JSON.readTree(file.toFile()));
                keys.put(key.id(), key);
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read KMS keys from " + directory, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("a KMS key file in " + directory + " is damaged; restore it, or use another data directory", e);
        }
    }

    Map<String, String> readAliases() {
        var aliases = new TreeMap<String, String>();
        Path file = directory.resolve("aliases.json");
        if (Files.exists(file)) {
            try {
                JSON.readTree(file.toFile()).properties().forEach(entry -> aliases.put(entry.getKey(), entry.getValue().asText()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read KMS aliases from " + file, e);
            }
        }
        return aliases;
    }

    void write(KmsKey key) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", key.id())
                .put("spec", key.spec().name())
                .put("pkcs8", Base64.getEncoder().encodeToString(key.pair().getPrivate().getEncoded()))
                .put("spki", Base64.getEncoder().encodeToString(key.pair().getPublic().getEncoded()))
                .put("description", key.description())
                .put("created", key.created().toString())
                .put("enabled", key.enabled());
        key.logicalId().ifPresent(name -> node.put("logical_id", name));
        key.deletion().ifPresent(at -> node.put("deletion", at.toString()));
        key.tags().forEach(node.putObject("tags")::put);
        PrivateFile.write(file(key), node.toPrettyString());
    }

    void writeAliases(Map<String, String> aliases) {
        PrivateFile.write(directory.resolve("aliases.json"), JSON.valueToTree(aliases).toPrettyString());
    }

    void delete(KmsKey key) {
        try {
            Files.deleteIfExists(file(key));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the KMS key file " + file(key), e);
        }
    }

    private Path file(KmsKey key) {
        return directory.resolve(key.id() + KEY_SUFFIX);
    }

    private static KmsKey key(JsonNode node) throws GeneralSecurityException {
        KeySpec spec = KeySpec.valueOf(node.path("spec").asText());
        var pair = spec.decode(bytes(node, "pkcs8"), bytes(node, "spki"));
        var tags = new TreeMap<String, String>();
        node.path("tags").properties().forEach(entry -> tags.put(entry.getKey(), entry.getValue().asText()));
        return new KmsKey(node.path("id").asText(), spec, pair, node.path("description").asText(), Instant.parse(node.path("created").asText()),
                Optional.ofNullable(node.path("logical_id").textValue()), node.path("enabled").asBoolean(),
                Optional.ofNullable(node.path("deletion").textValue()).map(Instant::parse), tags);
    }

    private static byte[] bytes(JsonNode node, String name) {
        return Base64.getDecoder().decode(node.path(name).asText());
    }
}
