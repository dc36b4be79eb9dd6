package io.groundswell.handlers.table;

import io.groundswell.domain.group.Membership;
import io.groundswell.domain.group.Position;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The members of groups and the clock that orders their retirements.
 *
 * <p>A member is two items, by position and by device. Retiring it marks both and advances the group's clock in one
 * transaction, so whoever read the clock knows which members were live then (R10).
 */
public final class GroupStore {

    private static final String RETIRED = "retired";

    private final FleetTable table;

    public GroupStore(FleetTable table) {
        this.table = table;
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
