package io.groundswell.tuf.repository;

import io.groundswell.tuf.Key;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Role;
import io.groundswell.tuf.Root;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Roots that a ceremony does not make by itself. */
final class RootEdits {

    private RootEdits() {
    }

    /** A root that lets each of several sets of online keys sign. */
    static byte[] withOnlineKeysOf(TestFleet fleet, long version, OnlineKeys... sets) {
        Root first = Metadata.parse(Root.class, fleet.founded.root()).signed();
        List<Key> snapshot = Stream.of(sets).map(OnlineKeys::snapshot).toList();
        List<Key> timestamp = Stream.of(sets).map(OnlineKeys::timestamp).toList();
        Map<String, Key> keys = new LinkedHashMap<>(first.keys());
        Stream.concat(snapshot.stream(), timestamp.stream()).forEach(key -> keys.put(key.keyId(), key));
        Map<String, Role> roles = new LinkedHashMap<>(first.roles());
        roles.put("snapshot", Role.of(snapshot, 1));
        roles.put("timestamp", Role.of(timestamp, 1));
        return Metadata.sign(new Root(version, first.expires(), true, keys, roles, Map.of()),
                fleet.rootKeys).bytes();
    }
}
