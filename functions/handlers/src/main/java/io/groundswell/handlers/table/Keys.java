package io.groundswell.handlers.table;

import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.group.Position;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.name.RolloutRef;

/**
 * Every key format and index name. Parts are joined with {@code #}, which no name contains (R2).
 *
 * <p>Position keys sort a group's members by position; wave and revision numbers are zero-padded so that text order
 * is number order.
 */
public final class Keys {

    /** Lists across partitions: fleets, devices, rollouts; eventually consistent, keys only. */
    static final String LISTING_INDEX = "listing";
    static final String LISTING_PK = "LPK";
    static final String LISTING_SK = "LSK";
    /** Audit events of one lane in sequence. */
    static final String LANE_INDEX = "by-lane";
    /** Audit events of one artifact name in time order. */
    static final String PRODUCT_INDEX = "by-product";

    static final String META = "META";
    static final String ARTIFACT = "ARTIFACT#";
    static final String GROUP = "GROUP#";
    static final String ROLLOUT = "ROLLOUT#";
    static final String ACTIVE = "ACTIVE#";
    static final String TALLY = "TALLY#";
    static final String ALL_FLEETS = "FLEETS";

    private static final String FLEET = "FLEET#";
    private static final String DEVICE = "DEVICE#";
    private static final String CHAIN = "CHAIN#";

    private Keys() {
    }

    static String fleetPartition(String fleet) {
        return FLEET + fleet;
    }

    public static Key fleet(String fleet) {
        return new Key(fleetPartition(fleet), META);
    }

    /** The fleet's online keys; they exist before the fleet does, because its root names them. */
    static Key fleetKeys(String fleet) {
        return new Key(fleetPartition(fleet), "KEYS");
    }

    static Key token(String fleet, String id) {
        return new Key(fleetPartition(fleet), "TOKEN#" + id);
    }

    static Key tokenUses(String fleet, String id) {
        return new Key(fleetPartition(fleet), "TOKENUSES#" + id);
    }

    public static Key artifact(String fleet, ArtifactRef ref) {
        return new Key(fleetPartition(fleet), ARTIFACT + ref.name() + "#" + ref.version());
    }

    public static Key group(GroupRef group) {
        return new Key(fleetPartition(group.fleet()), GROUP + group.name());
    }

    /** Ticks once for every member that is decommissioned (R10). */
    static Key groupClock(GroupRef group) {
        return new Key(fleetPartition(group.fleet()), "CLOCK#" + group.name());
    }

    /** Present once the group is closed; writers of members check one gate each, so that they do not collide. */
    static Key groupGate(GroupRef group, int gate) {
        return new Key(fleetPartition(group.fleet()), "GATE#" + group.name() + "#" + gate);
    }

    static String memberPartition(GroupRef group) {
        return GROUP + group.fleet() + "#" + group.name();
    }

    static Key memberByPosition(GroupRef group, Position position, String device) {
        return new Key(memberPartition(group), position.hex() + "#" + device);
    }

    static String devicePartition(DeviceRef device) {
        return DEVICE + device.fleet() + "#" + device.name();
    }

    static Key memberByDevice(DeviceRef device, String group) {
        return new Key(devicePartition(device), GROUP + group);
    }

    public static Key device(DeviceRef device) {
        return new Key(devicePartition(device), META);
    }

    static Key deviceSeen(DeviceRef device) {
        return new Key(devicePartition(device), "SEEN");
    }

    static Key work(DeviceRef device, String rollout) {
        return new Key(devicePartition(device), ROLLOUT + rollout);
    }

    static String rolloutPartition(RolloutRef rollout) {
        return ROLLOUT + rollout.fleet() + "#" + rollout.id();
    }

    public static Key rollout(RolloutRef rollout) {
        return new Key(rolloutPartition(rollout), META);
    }

    static Key active(RolloutRef rollout) {
        return new Key(fleetPartition(rollout.fleet()), ACTIVE + rollout.id());
    }

    static Key tally(RolloutRef rollout, int wave, Lane lane) {
        return new Key(rolloutPartition(rollout), TALLY + "%03d#%d".formatted(wave, lane.index()));
    }

    /** How far the reconciler came with a fleet. */
    static Key reconciliation(String fleet) {
        return new Key(fleetPartition(fleet), "RECONCILIATION");
    }

    static Key rolloutWait(RolloutRef rollout) {
        return new Key(rolloutPartition(rollout), "WAIT");
    }

    static Key chainHead(Lane lane) {
        return new Key(CHAIN + lane, "HEAD");
    }

    /** The audit table's key of one revision of an item. */
    static Key auditEvent(Key subject, long revision) {
        return new Key(subject.pk(), subject.sk() + "#%012d".formatted(revision));
    }

    static String devicesOf(String fleet) {
        return FLEET + fleet + "#DEVICES";
    }

    static String rolloutsOf(String fleet) {
        return FLEET + fleet + "#ROLLOUTS";
    }

    static String product(String fleet, String artifact) {
        return fleet + "#" + artifact;
    }

    /** The subject that an event of the audit table belongs to, from its keys: the last part of the sort key is the revision. */
    static Key subjectOf(Key auditEvent) {
        return new Key(auditEvent.pk(), auditEvent.sk().substring(0, auditEvent.sk().lastIndexOf('#')));
    }

    static long revisionOf(Key auditEvent) {
        return Long.parseLong(auditEvent.sk().substring(auditEvent.sk().lastIndexOf('#') + 1));
    }

    /** The fleet of any partition of the fleet table. */
    static String fleetOf(String partition) {
        return part(partition, 1);
    }

    /** The name of the device of a partition of its own. */
    static String deviceOf(String partition) {
        return part(partition, 2);
    }

    private static String part(String partition, int index) {
        String[] parts = partition.split("#", 3);
        if (parts.length <= index) {
            throw new IllegalStateException("a partition must be <kind>#<fleet>, or <kind>#<fleet>#<name>, found " + partition);
        }
        return parts[index];
    }

    static boolean isRollout(Key key) {
        return key.pk().startsWith(ROLLOUT) && key.sk().equals(META);
    }

    static boolean isDevice(Key key) {
        return key.pk().startsWith(DEVICE) && key.sk().equals(META);
    }

    static boolean isWork(Key key) {
        return key.pk().startsWith(DEVICE) && key.sk().startsWith(ROLLOUT);
    }

    /** Whether it is a tally, whose corrections are on record while the item has no revision. */
    static boolean isTally(Key key) {
        return key.pk().startsWith(ROLLOUT) && key.sk().startsWith(TALLY);
    }

    static RolloutRef rolloutOf(Key rolloutOrWork) {
        return isWork(rolloutOrWork)
                ? new RolloutRef(fleetOf(rolloutOrWork.pk()), rolloutOrWork.sk().substring(ROLLOUT.length()))
                : new RolloutRef(fleetOf(rolloutOrWork.pk()), part(rolloutOrWork.pk(), 2));
    }
}
