package io.groundswell.handlers.table;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.audit.AuditEvent;
import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.ChainVerification;
import io.groundswell.domain.audit.ChainedEvent;
import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.group.Membership;
import io.groundswell.domain.name.ArtifactRef;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.name.RolloutRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.group.GroupRoutes;
import io.groundswell.handlers.rollout.RolloutRoutes;
import io.groundswell.handlers.rollout.RolloutStores;
import io.groundswell.handlers.testing.Api;
import io.groundswell.handlers.testing.LocalTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

/** A fleet called {@code plant} with a sealed group {@code line} and published versions of {@code vision}. */
public final class Plant {

    public static final String FLEET = "plant";
    public static final String GROUP = "line";
    public static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static final int LANES = 4;

    private final LocalTables tables = LocalTables.create();
    private final FleetTable table = tables.fleet();
    private final RolloutStore rollouts = new RolloutStore(table);
    private final WorkStore works = new WorkStore(table);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private String iterator;

    /** A plant with devices {@code d0 … d(n-1)}, all in the group. */
    public Plant(int devices) {
        TestDevices fleet = new TestDevices(tables);
        fleet.fleet(FLEET);
        List<String> names = fleet.enroll(FLEET, "d", devices);
        Api.of(new GroupRoutes(new FleetStore(table), new GroupStore(table), new GroupMembers(table, new GroupStore(table)), clock).routes()).call("POST /fleets/{fleet=plant}/groups",
                "{\"name\":\"line\",\"devices\":[" + names.stream().map(name -> "\"" + name + "\"")
                        .collect(Collectors.joining(",")) + "]}");
        publish("1.0.0");
    }

    public FleetTable table() {
        return table;
    }

    public RolloutStore rollouts() {
        return rollouts;
    }

    public Clock clock() {
        return clock;
    }

    public ChainWriter chain() {
        return new ChainWriter(table, tables.auditTable());
    }

    /** The rollout routes, called as {@link Api#CALLER}. */
    public Api api() {
        return Api.of(new RolloutRoutes(new RolloutStores(new FleetStore(table), new ArtifactStore(table),
                new GroupStore(table), rollouts, works), Duration.ofDays(30), clock).routes());
    }

    public void publish(String version) {
        ArtifactStore artifacts = new ArtifactStore(table);
        Artifact artifact = new Artifact(new ArtifactRef("vision", version), ArtifactKind.MODEL,
                new ArtifactContent("vision.onnx", 5, "0".repeat(64)), Map.of(), ArtifactStatus.DECLARED);
        artifacts.declare(FLEET, artifact, NOW, new Evidence("artifact.declared", "test", NOW, Map.of()));
        artifacts.publish(FLEET, artifacts.get(FLEET, artifact.ref()),
                new Evidence("artifact.published", "test", NOW, Map.of()));
    }

    /** Creates a rollout of version 1.0.0; the strategy is JSON. */
    public RolloutRef rollOut(String strategy) {
        Api.Answer answer = api().call("POST /fleets/{fleet=plant}/rollouts", creation("1.0.0", strategy));
        if (answer.status() != 201) {
            throw new AssertionError("rollout refused: " + answer.error());
        }
        return new RolloutRef(FLEET, answer.text("id"));
    }

    public static String creation(String version, String strategy) {
        return """
                {"artifact":{"name":"vision","version":"%s"},"group":"line",
                 "probe":{"type":"file","target":"/run/ok","timeout_s":5,"attempts":1},"strategy":%s}
                """.formatted(version, strategy);
    }

    public Rollout rollout(RolloutRef ref) {
        return rollouts.find(ref).orElseThrow().value();
    }

    /** The names of the members in position order. */
    public List<String> order() {
        List<String> names = new ArrayList<>();
        new GroupStore(table).forEachMember(new GroupRef(FLEET, GROUP), member -> names.add(member.device()));
        return names;
    }

    /** What the device API writes for a report that it accepts. */
    public void report(RolloutRef ref, String device, WorkState state) {
        Rollout rollout = rollout(ref);
        DeviceRef name = new DeviceRef(FLEET, device);
        Optional<Versioned<WorkStore.Work>> before = works.find(name, ref.id());
        Membership member = new GroupStore(table).membershipsOf(name).getFirst();
        works.save(name, rollout, before.map(Versioned::rev).orElse(0L),
                new WorkStore.Work(state, rollout.waveOf(member).orElseThrow(), Optional.empty()),
                new Evidence("device.reported", "device:" + device, NOW, WorkStore.facts(name, rollout, state)));
    }

    /** Appends everything written since the last look to the chains. */
    public void recordAll() {
        Map<Lane, List<Change>> byLane = changes().stream().collect(
                Collectors.groupingBy(change -> change.lane(LANES), HashMap::new, Collectors.toList()));
        byLane.forEach((lane, changes) -> chain().append(lane, changes, recorded -> { }));
    }

    /** Marks a device's membership as retired, and nothing else. */
    public void retireMember(String device) {
        GroupStore groups = new GroupStore(table);
        groups.retire(FLEET, groups.membershipsOf(new DeviceRef(FLEET, device)).getFirst());
    }

    /** Everything audited that was written since the last call, in the stream's order. */
    public List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        if (iterator == null) {
            iterator = start();
        }
        for (boolean more = true; more; ) {
            var page = tables.streams().getRecords(get -> get.shardIterator(iterator));
            page.records().stream().filter(entry -> entry.dynamodb().newImage().containsKey("event"))
                    .forEach(entry -> changes.add(Change.of(entry.dynamodb().sequenceNumber(),
                            entry.dynamodb().oldImage(), entry.dynamodb().newImage())));
            iterator = page.nextShardIterator();
            more = !page.records().isEmpty();
        }
        return changes;
    }

    /** What {@link #changes()} returns, as the stream's event has it. */
    public List<DynamodbEvent.DynamodbStreamRecord> records() {
        return changes().stream().map(change -> {
            DynamodbEvent.DynamodbStreamRecord record = new DynamodbEvent.DynamodbStreamRecord();
            record.setDynamodb(new StreamRecord().withSequenceNumber(change.sequenceNumber())
                    .withOldImage(change.before().map(item -> image(item.attributes())).orElse(null))
                    .withNewImage(image(change.after().attributes())));
            return record;
        }).toList();
    }

    private static Map<String, AttributeValue> image(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> attributes) {
        Map<String, AttributeValue> image = new HashMap<>();
        attributes.forEach((name, value) -> image.put(name, streamed(value)));
        return image;
    }

    private static AttributeValue streamed(software.amazon.awssdk.services.dynamodb.model.AttributeValue value) {
        AttributeValue streamed = new AttributeValue();
        streamed.setS(value.s());
        streamed.setN(value.n());
        streamed.setBOOL(value.bool());
        if (value.hasL()) {
            streamed.setL(value.l().stream().map(Plant::streamed).toList());
        } else if (value.s() == null && value.n() == null && value.bool() == null) {
            streamed.setM(image(value.m()));
        }
        return streamed;
    }

    /** Every event on record, checked to form unbroken chains that end at their heads; by lane. */
    public Map<Lane, List<ChainedEvent>> chains() {
        Map<Lane, List<ChainedEvent>> chains = tables.dynamo().scanPaginator(ScanRequest.builder()
                        .tableName(tables.auditTable()).consistentRead(true).build()).items().stream()
                .map(item -> AuditItem.toEvent(new Item(item)))
                .collect(Collectors.groupingBy(ChainedEvent::lane, HashMap::new, Collectors.toList()));
        chains.forEach((lane, events) -> {
            events.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
            ChainHead head = ChainHead.origin(lane);
            for (ChainedEvent event : events) {
                if (!head.append(event.event()).equals(event)) {
                    throw new AssertionError("lane " + lane + " is broken at " + event);
                }
                head = event.head();
            }
            Item stored = table.get(Keys.chainHead(lane)).orElseThrow();
            if (stored.number("seq") != head.sequence() || !stored.text("hash").equals(head.hash())) {
                throw new AssertionError("lane " + lane + " must end at " + head + ", its head says " + stored.number("seq"));
            }
        });
        return chains;
    }

    /** How often each subject and revision is on record, checked to have no gaps; the number of events. */
    public long eventsWithoutGaps() {
        Map<String, List<Long>> revisions = new HashMap<>();
        chains().values().forEach(events -> events.forEach(event -> revisions
                .computeIfAbsent(event.event().subject(), subject -> new ArrayList<>()).add(event.event().revision())));
        revisions.forEach((subject, found) -> {
            found.sort(Long::compare);
            for (int i = 0; i < found.size(); i++) {
                if (found.get(i) != i + 1) {
                    throw new AssertionError(subject + " must have revisions 1, 2, 3 …, found " + found);
                }
            }
        });
        return revisions.values().stream().mapToLong(List::size).sum();
    }

    /** What a verifier finds wrong with the whole log. */
    public List<String> findings() {
        List<String> findings = new ArrayList<>();
        ChainVerification verification = new ChainVerification(FLEET, LANES, finding -> findings.add(finding.toString()));
        chains().values().forEach(events -> events.forEach(event -> verification.take(event, "")));
        verification.end();
        return findings;
    }

    /** Every event on record, in no particular order. */
    public List<AuditEvent> events() {
        return chains().values().stream().flatMap(List::stream).map(ChainedEvent::event).toList();
    }

    public AuditLog log() {
        return new AuditLog(table, tables.auditTable());
    }

    /** Appends an event that a revision is lost, of which nothing more is known. */
    public void callLost(Change change) {
        Item unknown = Item.with().key(change.key()).number("rev", change.revision())
                .item("event", new Evidence(Gap.LOST, Evidence.GROUNDSWELL, NOW, Map.of()).toItem()).build();
        Change lost = new Change("", change.key(), Optional.empty(), unknown, Optional.of(NOW));
        chain().append(lost.lane(LANES), List.of(lost), recorded -> { });
    }

    /** Adds to a counter of a tally behind everybody's back. */
    public void spoilTally(RolloutRef ref, int wave, String device, String counter, int by) {
        Key tally = Keys.tally(ref, wave, TallyLedger.laneOf(new DeviceRef(FLEET, device), LANES));
        GivenUp.add(table, tally, counter, by);
    }

    /** What the retirement of a device writes for a rollout that counts it. */
    public void exclude(RolloutRef ref, String device) {
        Rollout rollout = rollout(ref);
        DeviceRef name = new DeviceRef(FLEET, device);
        Optional<Versioned<WorkStore.Work>> before = works.find(name, ref.id());
        Map<String, Object> facts = new HashMap<>(WorkStore.facts(name, rollout, WorkState.EXCLUDED));
        facts.put("was", before.map(work -> work.value().state()).orElse(WorkState.NONE).word());
        Membership member = new GroupStore(table).membershipsOf(name).getFirst();
        works.save(name, rollout, before.map(Versioned::rev).orElse(0L),
                new WorkStore.Work(WorkState.EXCLUDED, rollout.waveOf(member).orElseThrow(), Optional.empty()),
                new Evidence("device.excluded", Evidence.GROUNDSWELL, NOW, facts));
    }

    /** How many items the fleet table holds. */
    public long items() {
        return tables.dynamo().scanPaginator(ScanRequest.builder().tableName(tables.fleetTable()).consistentRead(true)
                .build()).items().stream().count();
    }

    public static int lanes(String fleet) {
        return LANES;
    }

    private String start() {
        String stream = tables.dynamo().describeTable(describe -> describe.tableName(tables.fleetTable()))
                .table().latestStreamArn();
        String shard = tables.streams().describeStream(describe -> describe.streamArn(stream))
                .streamDescription().shards().getFirst().shardId();
        return tables.streams().getShardIterator(get -> get.streamArn(stream).shardId(shard)
                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator();
    }
}
