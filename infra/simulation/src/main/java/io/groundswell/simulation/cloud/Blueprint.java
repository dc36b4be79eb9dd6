package io.groundswell.simulation.cloud;

import io.groundswell.local.events.EventPattern;
import io.groundswell.local.events.Rate;
import io.groundswell.local.iam.Account;
import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.Resource;
import io.groundswell.local.template.Stack;
import io.groundswell.local.template.StackIdentity;
import io.groundswell.local.template.StateMachine;
import io.groundswell.local.template.Table;
import io.groundswell.local.template.Template;
import io.groundswell.simulation.dynamodb.TableShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the template says about the functions that move rollouts: their environments, the stream's mapping, the
 * schedule, the tables and the state machine. Read once; runs share it.
 */
public final class Blueprint {

    private static final Account ACCOUNT = new Account("eu-central-1", "000000000000");

    /** How soon a device that has work asks again; rarely, so that a run has few calls that change nothing. */
    public static final long ACTIVE_S = 180;

    private static final Map<String, String> PACE =
            Map.of("HeartbeatActiveSeconds", Long.toString(ACTIVE_S), "HeartbeatIdleSeconds", "900");

    private final List<Resource> resources;
    private final io.groundswell.local.stepfunctions.execution.StateMachine machine;
    private final EventPattern stopped;
    private final List<EventPattern> filters;

    private Blueprint(List<Resource> resources) {
        this.resources = resources;
        this.stopped = EventPattern.of(event("Sweep", EventSource.Rule.class).pattern());
        this.machine = new io.groundswell.local.stepfunctions.execution.StateMachine(stateMachine().name(),
                ACCOUNT.arn("states", "stateMachine:" + stateMachine().name()),
                ACCOUNT.globalArn("iam", "role/" + stateMachine().name()), Cloud.START, definition());
        this.filters = stream().filters().stream().map(EventPattern::parse).toList();
    }

    public static Blueprint read(Path template) {
        Map<String, String> parameters = new HashMap<>(PACE);
        Template.DomainParameters domain = Template.domainParameters(template);
        domain.domainName().ifPresent(name -> parameters.put(name, "devices.example"));
        domain.certificateArn().ifPresent(name -> parameters.put(name, ACCOUNT.arn("acm", "certificate/simulated")));
        return new Blueprint(new Stack(Template.load(template, parameters), new StackIdentity("simulated", ACCOUNT))
                .check());
    }

    Map<String, String> environment(String function) {
        return function(function).environment();
    }

    List<TableShape> tables() {
        return List.of(shape(fleetTable(), "FleetTable"), shape(auditTable(), "AuditTable"));
    }

    public String fleetTable() {
        return one(Table.class, "FleetTable").name();
    }

    public String auditTable() {
        return one(Table.class, "AuditTable").name();
    }

    /** How the table's stream reaches the Recorder. */
    EventSource.TableStream stream() {
        return event("Recorder", EventSource.TableStream.class);
    }

    Duration sweepPeriod() {
        return Rate.parse(event("Sweep", EventSource.Schedule.class).expression()).period();
    }

    /** Which status changes of executions reach the sweep. */
    EventPattern stopped() {
        return stopped;
    }

    /** Which changes reach the Recorder. */
    List<EventPattern> filters() {
        return filters;
    }

    /** The state machine, as it is deployed. */
    io.groundswell.local.stepfunctions.execution.StateMachine machine() {
        return machine;
    }

    private StateMachineDefinition definition() {
        try {
            String text = Files.readString(stateMachine().definition());
            for (Map.Entry<String, String> value : stateMachine().substitutions().entrySet()) {
                text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            return StateMachineDefinition.parse(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String region() {
        return ACCOUNT.region();
    }

    private StateMachine stateMachine() {
        return resources.stream().filter(StateMachine.class::isInstance).map(StateMachine.class::cast).findFirst()
                .orElseThrow();
    }

    private Function function(String logicalId) {
        return one(Function.class, logicalId);
    }

    private <T extends EventSource> T event(String function, Class<T> type) {
        return function(function).events().stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow(() ->
                new IllegalStateException("function " + function + " must have an event of type " + type.getSimpleName()));
    }

    private <T extends Resource> T one(Class<T> type, String logicalId) {
        return resources.stream().filter(resource -> resource.logicalId().equals(logicalId)).map(type::cast).findFirst()
                .orElseThrow(() -> new IllegalStateException("the template must have a resource " + logicalId));
    }

    private TableShape shape(String name, String logicalId) {
        Map<String, Object> properties = one(Table.class, logicalId).properties();
        List<TableShape.Index> indexes = objects(properties.get("GlobalSecondaryIndexes")).stream().map(index ->
                new TableShape.Index((String) index.get("IndexName"), key(index, 0), key(index, 1),
                        "KEYS_ONLY".equals(((Map<?, ?>) index.get("Projection")).get("ProjectionType")))).toList();
        if (!key(properties, 0).equals("PK") || !key(properties, 1).equals("SK")) {
            throw new IllegalStateException("table " + logicalId + " must have the keys PK and SK");
        }
        return new TableShape(name, indexes, properties.containsKey("StreamSpecification"));
    }

    private static String key(Map<?, ?> tableOrIndex, int position) {
        return (String) objects(tableOrIndex.get("KeySchema")).get(position).get("AttributeName");
    }

    private static List<Map<?, ?>> objects(Object list) {
        return ((List<?>) list).stream().<Map<?, ?>>map(member -> (Map<?, ?>) member).toList();
    }
}
