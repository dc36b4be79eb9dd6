package io.groundswell.local.kms;

import io.groundswell.local.aws.ServiceError;
import io.groundswell.local.iam.Account;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All keys and aliases, found by id, ARN, alias name or alias ARN; every change is on disk before it is visible. */
final class KeyRing {

    private final Account account;
    private final Clock clock;
    private final Optional<KeyFiles> files;
    private final Map<String, KmsKey> keys;
    private final Map<String, String> aliases;

    KeyRing(Account account, Clock clock, Optional<KeyFiles> files) {
        this.account = account;
        this.clock = clock;
        this.files = files;
        this.keys = files.map(KeyFiles::readKeys).orElseGet(TreeMap::new);
        this.aliases = files.map(KeyFiles::readAliases).orElseGet(TreeMap::new);
    }

    String arn(KmsKey key) {
        return account.arn("kms", "key/" + key.id());
    }

    synchronized void add(KmsKey key) {
        files.ifPresent(kept -> kept.write(key));
        keys.put(key.id(), key);
    }

    /** Replaces a key by what the change makes of it. */
    synchronized KmsKey change(String keyId, UnaryOperator<KmsKey> change) {
        KmsKey changed = change.apply(get(keyId));
        add(changed);
        return changed;
    }

    synchronized KmsKey get(String keyId) {
        removeExpired();
        String own = account.arn("kms", "");
        if (keyId.startsWith("arn:") && !keyId.startsWith(own)) {
            throw notFound("Key '" + keyId + "' does not exist");
        }
        String name = keyId.startsWith(own) ? keyId.substring(own.length()) : keyId;
        if (name.startsWith("alias/")) {
            String target = aliases.get(name);
            if (target == null) {
                throw notFound("Alias " + account.arn("kms", name) + " is not found.");
            }
            return keys.get(target);
        }
        String id = name.startsWith("key/") ? name.substring("key/".length()) : name;
        KmsKey key = keys.get(id);
        if (key == null) {
            throw notFound("Key '" + account.arn("kms", "key/" + id) + "' does not exist");
        }
        return key;
    }

    synchronized Optional<KmsKey> findByLogicalId(String logicalId) {
        removeExpired();
        return keys.values().stream().filter(key -> key.logicalId().equals(Optional.of(logicalId))).findFirst();
    }

    synchronized List<KmsKey> keys() {
        removeExpired();
        return List.copyOf(keys.values());
    }

    synchronized Map<String, String> aliases() {
        removeExpired();
        return new TreeMap<>(aliases);
    }

    /** Points an alias at a key; creating one that exists is refused. */
    synchronized void putAlias(String alias, String keyId, boolean create) {
        if (create && aliases.containsKey(alias)) {
            throw ServiceError.client("AlreadyExistsException", "An alias with the name " + account.arn("kms", alias) + " already exists");
        }
        aliases.put(alias, get(keyId).id());
        writeAliases();
    }

    synchronized void removeAlias(String alias) {
        if (aliases.remove(alias) == null) {
            throw notFound("Alias " + account.arn("kms", alias) + " is not found.");
        }
        writeAliases();
    }

    private void removeExpired() {
        var now = clock.instant();
        var expired = keys.values().stream().filter(key -> key.deletion().filter(at -> !at.isAfter(now)).isPresent()).toList();
        for (KmsKey key : expired) {
            aliases.values().removeIf(key.id()::equals);
            writeAliases();
            files.ifPresent(kept -> kept.delete(key));
            keys.remove(key.id());
        }
    }

    private void writeAliases() {
        files.ifPresent(kept -> kept.writeAliases(aliases));
    }

    private static ServiceError notFound(String message) {
        return ServiceError.client("NotFoundException", message);
    }
}
