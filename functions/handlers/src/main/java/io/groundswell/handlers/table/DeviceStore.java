package io.groundswell.handlers.table;

import io.groundswell.domain.device.Liveness;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.domain.time.Timestamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Devices and when they were last heard.
 *
 * <p>Last seen is a volatile item of its own: it is written far more often than anything that is evidence.
 */
public final class DeviceStore {

    private final FleetTable table;

    public DeviceStore(FleetTable table) {
        this.table = table;
    }

    public Optional<Versioned<DeviceRecord>> find(DeviceRef device) {
        return table.get(Keys.device(device)).map(DeviceRecord::of);
    }

    /** Writes the next state of a device, fenced by the revision it was decided from. */
    public void save(Versioned<DeviceRecord> from, DeviceRecord next, Evidence evidence) {
        table.write(Write.audited(table.name(), Keys.device(next.ref()), next.toItem(), from.rev(), evidence));
    }

    /**
     * Enrols a device: takes one use of the token, pins the certificate and counts as the first contact, all or nothing.
     *
     * @param fromRev revision of the record that is replaced, 0 for a new device
     * @throws WriteConflict when the token has no use left or the record is not at that revision
     */
    public void enroll(TokenStore.Token token, long fromRev, DeviceRecord device, Duration interval, Evidence evidence) {
        table.write(List.of(
                TokenStore.take(table.name(), token),
                Write.audited(table.name(), Keys.device(device.ref()), device.toItem(), fromRev, evidence),
                seenAt(device.ref(), new Liveness(evidence.at(), interval))));
    }

    /** Remembers a contact, unless a later one is on record. */
    public void saw(DeviceRef device, Liveness contact) {
        try {
            table.write(seenAt(device, contact));
        } catch (WriteConflict later) {
            // A contact that overtook this one is on record: the device was heard even later than that.
            return;
        }
    }

    /** When these devices were last heard. */
    public Map<String, Liveness> seen(String fleet, Collection<String> names) {
        Map<Key, String> wanted = new HashMap<>();
        names.forEach(name -> wanted.put(Keys.deviceSeen(new DeviceRef(fleet, name)), name));
        Map<String, Liveness> seen = new HashMap<>();
        table.get(List.copyOf(wanted.keySet())).forEach((key, item) -> seen.put(wanted.get(key), liveness(item)));
        return seen;
    }

    /** One page of a fleet's devices by name, eventually consistent; {@code after} is the last name seen. */
    public List<DeviceRecord> list(String fleet, Optional<String> after, int limit) {
        Optional<FleetTable.Listed> start = after.map(name ->
                new FleetTable.Listed(name, Keys.device(new DeviceRef(fleet, name))));
        return table.listing(Keys.devicesOf(fleet), start, limit).stream()
                .map(item -> DeviceRecord.of(item).value()).toList();
    }

    /**
     * The device with its place and state in these rollouts, read consistently; one request for up to 100 items.
     *
     * @param reported id of a rollout to read as well, for a report on it, which last seen has no part in
     */
    public DeviceSnapshot read(DeviceRef device, List<Rollout> rollouts, Optional<String> reported) {
        Set<String> groups = new LinkedHashSet<>();
        Set<String> ids = new LinkedHashSet<>(reported.stream().toList());
        rollouts.forEach(rollout -> {
            groups.add(rollout.plan().group());
            ids.add(rollout.ref().id());
        });
        List<Key> keys = new ArrayList<>(List.of(Keys.device(device)));
        if (reported.isEmpty()) {
            keys.add(Keys.deviceSeen(device));
        }
        groups.forEach(group -> keys.add(Keys.memberByDevice(device, group)));
        ids.forEach(id -> keys.add(Keys.work(device, id)));
        Optional<Key> rollout = reported.map(id -> Keys.rollout(new RolloutRef(device.fleet(), id)));
        rollout.ifPresent(keys::add);
        Map<Key, Item> items = table.get(keys);
        return new DeviceSnapshot(find(items, Keys.device(device)).map(DeviceRecord::of),
                find(items, Keys.deviceSeen(device)).map(DeviceStore::liveness),
                memberships(items, device, groups), works(items, device, ids),
                rollout.flatMap(key -> find(items, key)).map(RolloutStore::versioned));
    }

    private static Map<String, Membership> memberships(Map<Key, Item> items, DeviceRef device, Set<String> groups) {
        Map<String, Membership> memberships = new HashMap<>();
        groups.forEach(group -> find(items, Keys.memberByDevice(device, group))
                .ifPresent(item -> memberships.put(group, GroupStore.membership(group, item))));
        return memberships;
    }

    private static Map<String, Versioned<WorkStore.Work>> works(Map<Key, Item> items, DeviceRef device,
            Set<String> ids) {
        Map<String, Versioned<WorkStore.Work>> works = new HashMap<>();
        ids.forEach(id -> find(items, Keys.work(device, id))
                .ifPresent(item -> works.put(id, WorkStore.versioned(item))));
        return works;
    }

    private Write seenAt(DeviceRef device, Liveness contact) {
        return Write.update(table.name(), Keys.deviceSeen(device), "SET #at = :at, interval_s = :interval",
                "attribute_not_exists(PK) OR #at <= :at", Map.of("#at", "at"),
                Map.of(":at", AttributeValue.fromS(Timestamps.format(contact.seenAt())),
                        ":interval", AttributeValue.fromN(Long.toString(contact.interval().toSeconds()))));
    }

    private static Liveness liveness(Item item) {
        return new Liveness(item.time("at"), Duration.ofSeconds(item.number("interval_s")));
    }

    private static Optional<Item> find(Map<Key, Item> items, Key key) {
        return Optional.ofNullable(items.get(key));
    }
}
