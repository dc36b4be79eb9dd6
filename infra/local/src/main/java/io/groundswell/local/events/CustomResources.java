package io.groundswell.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groundswell.local.lambda.FunctionInvoker;
import io.groundswell.local.lambda.InvocationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * CloudFormation's side of custom resources.
 *
 * <p>A resource is created at the first start, updated when its properties changed since, and otherwise left alone; what it
 * answered is kept. The function answers as on AWS, by a PUT to the event's ResponseURL; nothing else counts as an answer.
 */
public final class CustomResources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_AFTER_RETURN = Duration.ofSeconds(5);
    private static final String PROPERTIES = "properties";
    private static final String PHYSICAL_ID = "physical_id";
    private static final String DATA = "data";

    private final FunctionInvoker functions;
    private final String stackId;
    private final KeptJson kept;

    /** Custom resources of one stack; with a file they outlive a restart. */
    public CustomResources(FunctionInvoker functions, String stackId, Optional<Path> file) {
        this.functions = functions;
        this.stackId = stackId;
        this.kept = KeptJson.in(file);
    }

    /**
     * Makes sure that the resource exists with these properties.
     *
     * @return {@code Ref} (its physical id) and the attributes it answered with
     * @throws IllegalStateException when its function fails, answers FAILED or does not answer
     */
    public Map<String, String> provide(String logicalId, String type, String function, Map<String, Object> properties) {
        JsonNode wanted = asTexts(JSON.valueToTree(properties));
        JsonNode known = kept.read().path(logicalId);
        if (known.isMissingNode() || !known.path(PROPERTIES).equals(wanted)) {
            ObjectNode answer = ask(logicalId, function, event(logicalId, type, function, wanted, known));
            ObjectNode made = JSON.createObjectNode();
            made.set(PROPERTIES, wanted);
            made.set(PHYSICAL_ID, answer.path("PhysicalResourceId"));
            made.set(DATA, answer.path("Data").isObject() ? answer.get("Data") : JSON.createObjectNode());
            kept.update(resources -> resources.set(logicalId, made));
        }
        JsonNode current = kept.read().get(logicalId);
        Map<String, String> attributes = new LinkedHashMap<>();
        current.path(DATA).properties().forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        attributes.put("Ref", current.path(PHYSICAL_ID).asText());
        return attributes;
    }

    private ObjectNode event(String logicalId, String type, String function, JsonNode properties, JsonNode known) {
        ObjectNode event = JSON.createObjectNode();
        event.put("RequestType", known.isMissingNode() ? "Create" : "Update");
        event.put("ServiceToken", function);
        event.put("StackId", stackId);
        event.put("RequestId", UUID.randomUUID().toString());
        event.put("ResourceType", type);
        event.put("LogicalResourceId", logicalId);
        event.set("ResourceProperties", properties);
        if (!known.isMissingNode()) {
            event.set("PhysicalResourceId", known.path(PHYSICAL_ID));
            event.set("OldResourceProperties", known.path(PROPERTIES));
        }
        return event;
    }

    private ObjectNode ask(String logicalId, String function, ObjectNode event) {
        try (ResponseUrl url = ResponseUrl.open()) {
            event.put("ResponseURL", url.address());
            byte[] text = event.toString().getBytes(StandardCharsets.UTF_8);
            InvocationResult result = functions.invoke(function, text, FunctionInvoker.MOST_PATIENT);
            if (!(result instanceof InvocationResult.Returned)) {
                throw failed(logicalId, "its function failed: " + reason(result));
            }
            byte[] answer = url.await(ANSWER_AFTER_RETURN).orElseThrow(() ->
                    failed(logicalId, "its function returned without a PUT to the ResponseURL"));
            return checked(logicalId, event, answer);
        } catch (IOException e) {
            throw new IllegalStateException("the ResponseURL of custom resource " + logicalId + " cannot be served", e);
        }
    }

    private static ObjectNode checked(String logicalId, ObjectNode event, byte[] answer) throws IOException {
        if (!(JSON.readTree(answer) instanceof ObjectNode document)) {
            throw failed(logicalId, "its answer is not a JSON object");
        }
        for (String echoed : List.of("StackId", "RequestId", "LogicalResourceId")) {
            if (!document.path(echoed).equals(event.get(echoed))) {
                throw failed(logicalId,
                        "its answer must repeat " + echoed + " " + event.get(echoed) + ", found " + document.path(echoed));
            }
        }
        if (!document.path("Status").asText().equals("SUCCESS")) {
            throw failed(logicalId, "its function answered " + document.path("Status") + ": " + document.path("Reason").asText());
        }
        if (!document.path("PhysicalResourceId").isTextual()) {
            throw failed(logicalId, "its answer lacks PhysicalResourceId");
        }
        return document;
    }

    private static String reason(InvocationResult result) {
        return switch (result) {
            case InvocationResult.Failed failed -> failed.errorType() + ": " + failed.errorMessage();
            case InvocationResult.Throttled throttled -> throttled.message();
            case InvocationResult.TooLarge tooLarge -> tooLarge.message();
            case InvocationResult.Unfinished unfinished -> "it did not finish";
            case InvocationResult.Returned returned -> "it returned";
        };
    }

    private static IllegalStateException failed(String logicalId, String problem) {
        return new IllegalStateException("custom resource " + logicalId + " was not made: " + problem);
    }

    /** CloudFormation hands every scalar property over as text. */
    private static JsonNode asTexts(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode texts = JSON.createObjectNode();
            object.properties().forEach(entry -> texts.set(entry.getKey(), asTexts(entry.getValue())));
            return texts;
        }
        if (node.isArray()) {
            var texts = JSON.createArrayNode();
            node.forEach(element -> texts.add(asTexts(element)));
            return texts;
        }
        return JsonNodeFactory.instance.textNode(node.asText());
    }
}
