package io.groundswell.handlers.table;

import io.groundswell.domain.error.Conflict;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.group.Position;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.name.Names;
import io.groundswell.handlers.concurrent.Parallel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fills a group with members and closes it for good.
 *
 * <p>Every transaction that adds members also checks that one of the group's gates is absent; closing the group puts
 * all gates. So no straggling request can add a member to a closed group, and requests that add side by side do not
 * block one another. A member is put before its device is read again, and decommission marks the device before it
 * reads memberships: one of the two sees the other (R10).
 */
public final class GroupMembers {

    private static final int READ_TOGETHER = 100;
    /** Two items each: with the gate's check they stay within the 100 of a transaction. */
    private static final int WRITTEN_TOGETHER = 49;
    private static final String ACTIVE = "active";

    private final FleetTable table;
    private final GroupStore groups;

    public GroupMembers(FleetTable table, GroupStore groups) {
        this.table = table;
        this.groups = groups;
    }

    /** Those of the names that an active device has, in the order given; consistent. */
    public List<String> resolve(String fleet, List<String> names) {
        Set<String> active = activeAmong(fleet, names.stream().filter(Names::isValid).toList());
        return names.stream().filter(active::contains).toList();
    }

    /** Those of the names that are members, in the order given; consistent. */
    public List<String> membersAmong(GroupRef group, List<String> names) {
        Set<String> members = ConcurrentHashMap.newKeySet();
        Parallel.forEach(Parallel.chunks(names.stream().filter(Names::isValid).toList(), READ_TOGETHER),
                (worker, chunk) -> members.addAll(existing(group, chunk).keySet()));
        return names.stream().filter(members::contains).toList();
    }

    /** Whether sealing has begun: no further member can join. */
    public boolean isClosed(GroupRef group) {
        return table.get(Keys.groupGate(group, 0)).isPresent();
    }

    /**
     * Makes the devices members; those that are live members already stay as they are. A member that was retired and
     * whose device was enrolled again is live again: nothing has counted the members of an open group yet.
     *
     * @return how many became members
     * @throws Conflict when the group is closed
     */
    public int join(GroupRef group, List<String> devices) {
        AtomicInteger joined = new AtomicInteger();
        Parallel.forEach(Parallel.chunks(devices, WRITTEN_TOGETHER),
                (gate, chunk) -> joined.addAndGet(joinTogether(group, gate, chunk)));
        return joined.get();
    }

    private int joinTogether(GroupRef group, int gate, List<String> devices) {
        try {
            put(group, gate, devices, Set.of());
            return devices.size();
        } catch (WriteConflict closedOrSomeAreMembers) {
            return Retry.onConflict(() -> {
                Map<String, Membership> members = existing(group, devices);
                Set<String> retired = Set.copyOf(members.values().stream().filter(Membership::isRetired)
                        .map(Membership::device).toList());
                List<String> joining = devices.stream()
                        .filter(device -> !members.containsKey(device) || retired.contains(device)).toList();
                if (!joining.isEmpty()) {
                    requireOpen(group);
                    put(group, gate, joining, retired);
                }
                return joining.size();
            });
        }
    }

    /** @throws Conflict when sealing has begun */
    public void requireOpen(GroupRef group) {
        if (isClosed(group)) {
            throw new Conflict("group " + group.name()
                    + " is sealed and takes no further devices; create another group");
        }
    }

    private void put(GroupRef group, int gate, List<String> devices, Set<String> retired) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.check(table.name(), Keys.groupGate(group, gate), Write.ABSENT, Map.of()));
        for (String name : devices) {
            Position position = Position.of(group.name(), name);
            String condition = retired.contains(name) ? GroupStore.IS_RETIRED : Write.ABSENT;
            for (Key key : List.of(Keys.memberByPosition(group, position, name),
                    Keys.memberByDevice(new DeviceRef(group.fleet(), name), group.name()))) {
                Item member = Item.with().key(key).text("device", name).text("position", position.hex()).build();
                writes.add(Write.put(table.name(), key, member, condition, Map.of()));
            }
        }
        table.write(writes);
    }

    private Map<String, Membership> existing(GroupRef group, List<String> devices) {
        Map<String, Membership> members = new HashMap<>();
        table.get(devices.stream().map(name -> Keys.memberByDevice(new DeviceRef(group.fleet(), name), group.name()))
                .toList()).values().forEach(item -> {
                    Membership member = GroupStore.membership(group.name(), item);
                    members.put(member.device(), member);
                });
        return members;
    }

    /** Lets no further member join; closing twice is closing once. */
    public void close(GroupRef group) {
        Retry.onConflict(() -> {
            if (!isClosed(group)) {
                List<Write> gates = new ArrayList<>();
                for (int gate = 0; gate < Parallel.WIDTH; gate++) {
                    gates.add(Write.putIfAbsent(table.name(), Keys.groupGate(group, gate), Item.with().build()));
                }
                table.write(gates);
            }
            return group;
        });
    }

    /** Retires the members of a closed group whose devices were decommissioned before they joined; counts them all. */
    public int settle(GroupRef group) {
        List<Membership> live = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        groups.forEachMember(group, member -> {
            count.incrementAndGet();
            if (!member.isRetired()) {
                live.add(member);
            }
        });
        Set<String> active = activeAmong(group.fleet(), live.stream().map(Membership::device).toList());
        live.stream().filter(member -> !active.contains(member.device()))
                .forEach(member -> groups.retire(group.fleet(), member));
        return count.get();
    }

    private Set<String> activeAmong(String fleet, List<String> names) {
        Set<String> active = ConcurrentHashMap.newKeySet();
        Parallel.forEach(Parallel.chunks(names, READ_TOGETHER), (worker, chunk) -> {
            Map<Key, String> keys = new HashMap<>();
            chunk.forEach(name -> keys.put(Keys.device(new DeviceRef(fleet, name)), name));
            table.get(List.copyOf(keys.keySet())).forEach((key, device) -> {
                if (ACTIVE.equals(device.text("status"))) {
                    active.add(keys.get(key));
                }
            });
        });
        return active;
    }
}
