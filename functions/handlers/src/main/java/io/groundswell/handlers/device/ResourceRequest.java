package io.groundswell.handlers.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What CloudFormation asks of a custom resource.
 *
 * @param type Create, Update or Delete
 * @param physicalId the resource's name, which stays the same for its life
 * @param properties the template's, texts
 */
record ResourceRequest(String type, URI answerTo, String stackId, String requestId, String logicalId, String physicalId,
        Map<String, String> properties) {

    private static final Set<String> TYPES = Set.of("Create", "Update", "Delete");

    /** Every stack has one such resource, so its name need not tell more. */
    private static final String PHYSICAL_ID = "device-ca";

    ResourceRequest {
        properties = Map.copyOf(properties);
    }

    static ResourceRequest of(JsonNode event) {
        String type = text(event, "RequestType");
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("RequestType must be Create, Update or Delete, found " + type);
        }
        Map<String, String> properties = new TreeMap<>();
        event.path("ResourceProperties").properties()
                .forEach(property -> properties.put(property.getKey(), property.getValue().asText()));
        return new ResourceRequest(type, address(text(event, "ResponseURL")), text(event, "StackId"),
                text(event, "RequestId"), text(event, "LogicalResourceId"),
                event.path("PhysicalResourceId").asText(PHYSICAL_ID), properties);
    }

    private static String text(JsonNode event, String name) {
        String text = event.path(name).asText();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an event of CloudFormation must have " + name + ", found none");
        }
        return text;
    }

    /** The answer goes out encrypted, or not out of this machine. */
    private static URI address(String url) {
        URI address = URI.create(url);
        if ("https".equals(address.getScheme()) || "http".equals(address.getScheme()) && isLoopback(address.getHost())) {
            return address;
        }
        throw new IllegalArgumentException("ResponseURL must be an https URL, found scheme " + address.getScheme());
    }

    private static boolean isLoopback(String host) {
        try {
            return host != null && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
