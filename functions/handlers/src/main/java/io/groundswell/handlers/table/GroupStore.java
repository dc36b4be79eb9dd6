package io.groundswell.handlers.table;

import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.group.Position;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Groups, their members, and the clock that orders the members' retirements.
 *
 * <p>A member is two items, by position and by device. Retiring it marks both and advances the group's clock in one
 * transaction, so whoever read the clock knows which members were live then (R10).
 */
public final class GroupStore {

    private static final String RETIRED = "retired";
    /** The condition that a member is retired. */
    static final String IS_RETIRED = "attribute_exists(" + RETIRED + ")";

    private final FleetTable table;

    public GroupStore(FleetTable table) {
        this.table = table;
    }

    /** The group as the last successful write left it. */
    public Optional<Versioned<Group>> find(GroupRef group) {
        return table.get(Keys.group(group)).map(item -> new Versioned<>(Group.of(item), item.number("rev")));
    }

    /** @throws NotFound when there is no such group */
    public Versioned<Group> require(GroupRef group) {
        return find(group).orElseThrow(() -> new NotFound("group " + group.name() + " does not exist in fleet "
                + group.fleet() + "; GET /fleets/" + group.fleet() + "/groups lists those that do"));
    }

    /** Up to {@code limit} groups of a fleet in the order of their names, read consistently. */
    public List<Group> list(String fleet, Optional<String> after, int limit) {
        return table.page(Keys.fleetPartition(fleet), Keys.GROUP, after, limit).stream().map(Group::of).toList();
    }

    /** @throws WriteConflict when a group of this name exists */
    public void create(GroupRef ref, Group group, Evidence evidence) {
        save(ref, new Versioned<>(group, 0), group, evidence);
    }

    /** Writes the group's next state, fenced by the revision it was decided from. */
    public void save(GroupRef ref, Versioned<Group> from, Group next, Evidence evidence) {
        table.write(Write.audited(table.name(), Keys.group(ref), next.toItem(), from.rev(), evidence));
    }

    /** Up to {@code limit} members in position order, read consistently; {@code after} is the last {@link #place}. */
    public List<Membership> members(GroupRef group, Optional<String> after, int limit) {
        return table.page(Keys.memberPartition(group), "", after, limit).stream()
                .map(item -> membership(group.name(), item)).toList();
    }

    /** How many members the group has, retired ones included, read consistently. */
    public int count(GroupRef group) {
        return table.count(Keys.memberPartition(group));
    }

    /** Where a walk through the members continues after this one. */
    public static String place(Membership member) {
        return member.position().hex() + "#" + member.device();
    }

    /** How many members of the group have been retired so far. */
    public long clock(GroupRef group) {
        return table.get(Keys.groupClock(group)).map(item -> item.number("clock")).orElse(0L);
    }

    /** Visits every member in position order, read consistently. */
    public void forEachMember(GroupRef group, Consumer<Membership> visitor) {
        table.forEach(Keys.memberPartition(group), "", item -> visitor.accept(membership(group.name(), item)));
    }

    /** The groups a device belongs to, read consistently. */
    public List<Membership> membershipsOf(DeviceRef device) {
        List<Membership> memberships = new ArrayList<>();
        table.forEach(Keys.devicePartition(device), Keys.GROUP, item -> memberships.add(
                membership(item.text("SK").substring(Keys.GROUP.length()), item)));
        return memberships;
    }

    /** The device's membership as it is stored by device. */
    static Membership membership(String group, Item item) {
        return new Membership(group, item.text("device"), new Position(item.text("position")),
                item.has(RETIRED) ? OptionalLong.of(item.number(RETIRED)) : OptionalLong.empty());
    }

    /** Marks a member as retired at the next tick of the group's clock; a retired member stays as it is. */
    public Membership retire(String fleet, Membership member) {
        GroupRef group = new GroupRef(fleet, member.group());
        DeviceRef device = new DeviceRef(fleet, member.device());
        return Retry.onConflict(() -> {
            Membership now = membership(member.group(),
                    table.get(Keys.memberByDevice(device, member.group())).orElseThrow());
            if (now.isRetired()) {
                return now;
            }
            long tick = clock(group) + 1;
            table.write(List.of(
                    tick(group, tick),
                    mark(Keys.memberByPosition(group, member.position(), member.device()), tick),
                    mark(Keys.memberByDevice(device, member.group()), tick)));
            return new Membership(member.group(), member.device(), member.position(), OptionalLong.of(tick));
        });
    }

    private Write tick(GroupRef group, long tick) {
        return Write.update(table.name(), Keys.groupClock(group), "SET #clock = :tick",
                tick == 1 ? Write.ABSENT : "#clock = :before", Map.of("#clock", "clock"),
                tick == 1 ? Map.of(":tick", number(tick)) : Map.of(":tick", number(tick), ":before", number(tick - 1)));
    }

    private Write mark(Key member, long tick) {
        return Write.update(table.name(), member, "SET " + RETIRED + " = :tick",
                "attribute_exists(PK) AND attribute_not_exists(" + RETIRED + ")", Map.of(), Map.of(":tick", number(tick)));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
