package io.groundswell.handlers.table;

import io.groundswell.tuf.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fleet's three online keys, each its own, so that a fleet's metadata never rests on another fleet's key (R5). */
public record FleetKeys(OnlineKey publisher, OnlineKey snapshot, OnlineKey timestamp) {

    /**
     * A key that never leaves the key service.
     *
     * @param id the key service's name of it
     * @param key its public half, as metadata carries it
     */
    public record OnlineKey(String id, Key key) {

        Item toItem() {
            return Item.with().text("id", id).values("key", key.toJson()).build();
        }

        static OnlineKey of(Item item) {
            return new OnlineKey(item.text("id"), Key.fromJson(item.values("key")));
        }
    }

    public List<OnlineKey> all() {
        return List.of(publisher, snapshot, timestamp);
    }

    /** The keys by role, as answers show them. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("publisher", toJson(publisher));
        json.put("snapshot", toJson(snapshot));
        json.put("timestamp", toJson(timestamp));
        return json;
    }

    Item toItem() {
        return Item.with().item("publisher", publisher.toItem()).item("snapshot", snapshot.toItem())
                .item("timestamp", timestamp.toItem()).build();
    }

    static FleetKeys of(Item item) {
        return new FleetKeys(OnlineKey.of(item.item("publisher")), OnlineKey.of(item.item("snapshot")),
                OnlineKey.of(item.item("timestamp")));
    }

    private static Map<String, Object> toJson(OnlineKey online) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("keyid", online.key().keyId());
        json.putAll(online.key().toJson());
        return json;
    }
}
