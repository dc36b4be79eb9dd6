package io.groundswell.handlers.table;

import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.time.Timestamps;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One audited write, as the stream delivers it.
 *
 * @param sequenceNumber the stream's name for the record
 * @param before the item as it was; empty when the write created it
 * @param reconciledAt when the change was found missing, for one that comes another way than by the stream
 */
public record Change(String sequenceNumber, Key key, Optional<Item> before, Item after, Optional<Instant> reconciledAt) {

    /** The type of the event that creates a rollout: its execution must be started. */
    public static final String ROLLOUT_CREATED = "rollout.created";
    /** The type of the event that retires a device: its memberships and rollouts must follow. */
    public static final String DEVICE_DECOMMISSIONED = "device.decommissioned";

    Change(String sequenceNumber, Key key, Optional<Item> before, Item after) {
        this(sequenceNumber, key, before, after, Optional.empty());
    }

    /**
     * A change from the images of a stream record.
     *
     * @throws RuntimeException when the images are not those of an audited write: whatever is read later is read here
     */
    public static Change of(String sequenceNumber, Map<String, AttributeValue> before,
            Map<String, AttributeValue> after) {
        Item item = new Item(after);
        Change change = new Change(sequenceNumber, item.key(),
                before.isEmpty() ? Optional.empty() : Optional.of(new Item(before)), item);
        change.readAll();
        return change;
    }

    private void readAll() {
        event(Map.of());
        rollout();
        if (isWork() || type().equals(DEVICE_DECOMMISSIONED)) {
            device();
        }
        if (isWork()) {
            stateBefore();
            stateAfter();
            after.integer("wave");
        }
    }

    /** The same change, marked as one that was found missing. */
    public Change reconciled(Instant at) {
        return new Change(sequenceNumber, key, before, after, Optional.of(at));
    }

    public String fleet() {
        return Keys.fleetOf(key.pk());
    }

    public String type() {
        return after.item("event").text("type");
    }

    /** The rollout that this change may move on. */
    public Optional<RolloutRef> rollout() {
        return Keys.isRollout(key) || isWork() ? Optional.of(Keys.rolloutOf(key)) : Optional.empty();
    }

    /** The device of this partition; only for changes of a device's own items. */
    public DeviceRef device() {
        return new DeviceRef(fleet(), Keys.deviceOf(key.pk()));
    }

    boolean isWork() {
        return Keys.isWork(key);
    }

    /** Whether it moves a tally; a revision of which nothing is known does not. */
    boolean isCounted() {
        return isWork() && after.has("state");
    }

    long revision() {
        return after.number("rev");
    }

    /** The revision that {@link #stateBefore} was recorded at. */
    long revisionBefore() {
        return before.map(item -> item.numberOr("rev", revision() - 1)).orElse(revision() - 1);
    }

    /** The chain this change belongs to. */
    public Lane lane(int lanes) {
        return Lane.of(fleet(), key.pk(), lanes);
    }

    WorkState stateBefore() {
        return before.map(item -> WorkState.parse(item.text("state"))).orElse(WorkState.NONE);
    }

    WorkState stateAfter() {
        return WorkState.parse(after.text("state"));
    }

    /** The event as it was written with the change; {@code stamped} facts are the Recorder's own. */
    AuditEvent event(Map<String, Object> stamped) {
        Evidence evidence = Evidence.of(after.item("event"));
        Map<String, Object> data = new LinkedHashMap<>(evidence.data());
        data.putAll(stamped);
        reconciledAt.ifPresent(at -> data.put(AuditEvent.RECONCILED_AT, Timestamps.format(at)));
        return new AuditEvent(fleet(), key.subject(), revision(), evidence.at(), evidence.type(), evidence.actor(), data);
    }
}
