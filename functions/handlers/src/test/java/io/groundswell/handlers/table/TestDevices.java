package io.groundswell.handlers.table;

import io.groundswell.domain.name.DeviceRef;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.testing.LocalTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** Devices and fleets as tests need them to exist, and what a table holds. */
public final class TestDevices {

    private final LocalTables tables;
    private final FleetTable table;

    public TestDevices(LocalTables tables) {
        this.tables = tables;
        this.table = tables.fleet();
    }

    /** A fleet without metadata. */
    public void fleet(String name) {
        Fleet.OfflineRole role = new Fleet.OfflineRole(1, Instant.parse("2027-01-01T00:00:00Z"));
        new FleetStore(table).create(new Fleet(name, 4, Instant.parse("2026-01-01T00:00:00Z"), role, role),
                new Evidence("fleet.created", "test", Instant.parse("2026-01-01T00:00:00Z"), Map.of()));
    }

    /** Enrolled devices. */
    public void enroll(String fleet, String... names) {
        for (String name : names) {
            put(fleet, name, "active");
        }
    }

    /** Devices {@code <prefix>0} up to {@code <prefix>(n-1)}. */
    public List<String> enroll(String fleet, String prefix, int n) {
        List<String> names = IntStream.range(0, n).mapToObj(i -> prefix + i).toList();
        Parallel.forEach(names, (worker, name) -> put(fleet, name, "active"));
        return names;
    }

    /** The first half of a decommission: the device is marked, its memberships are not looked at. */
    public void mark(String fleet, String name) {
        put(fleet, name, "decommissioned");
    }

    /** How many items the fleet table holds. */
    public int count() {
        return tables.dynamo().scanPaginator(scan -> scan.tableName(tables.fleetTable()).consistentRead(true)
                .select(Select.COUNT)).stream().mapToInt(ScanResponse::count).sum();
    }

    /** Types of the events that items carry now, in no order. */
    public List<String> eventsOn(Key key) {
        return table.get(key).flatMap(item -> item.optionalItem("event")).map(event -> event.text("type")).stream().toList();
    }

    public long revision(Key key) {
        return table.get(key).map(item -> item.number("rev")).orElse(0L);
    }

    private void put(String fleet, String name, String status) {
        DeviceRef ref = new DeviceRef(fleet, name);
        DeviceRecord device = DeviceRecord.enrolled(ref, Instant.parse("2026-01-01T00:00:00Z"),
                new DeviceRecord.Pin("0".repeat(64), Instant.parse("2027-01-01T00:00:00Z")));
        Item item = Item.with().all(device.toItem()).key(Keys.device(ref)).number("rev", 1).text("status", status).build();
        table.write(Write.put(table.name(), Keys.device(ref), item, null, Map.<String, AttributeValue>of()));
    }
}
