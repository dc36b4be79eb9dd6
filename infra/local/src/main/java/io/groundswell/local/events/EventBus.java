package io.groundswell.local.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** EventBridge's default bus: an event goes to the function of every rule whose pattern it matches. */
public final class EventBus {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Rule(EventPattern pattern, String function) {
    }

    private final String account;
    private final String region;
    private final BiConsumer<String, byte[]> target;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    /**
     * A bus without rules.
     *
     * @param target takes a function's ARN and an event
     */
    public EventBus(String account, String region, BiConsumer<String, byte[]> target) {
        this.account = account;
        this.region = region;
        this.target = target;
    }

    /** Adds a rule. */
    public void add(EventPattern pattern, String function) {
        rules.add(new Rule(pattern, function));
    }

    /** Publishes an event of an AWS service. */
    public void publish(String source, String detailType, Instant at, List<String> resources, Map<String, Object> detail) {
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", detailType);
        event.put("source", source);
        event.put("account", account);
        event.put("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", region);
        event.set("resources", JSON.valueToTree(resources));
        event.set("detail", JSON.valueToTree(detail));
        byte[] text = event.toString().getBytes(StandardCharsets.UTF_8);
        rules.stream().filter(rule -> rule.pattern().matches(event)).forEach(rule -> target.accept(rule.function(), text));
    }
}
