package io.groundswell.local.template;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the template says that matters on AWS and has no meaning on one machine, each with the reason.
 *
 * <p>Together with the services' own this table is the whole difference between the deployed stack and the local one. What is
 * neither here nor read by a reader of this package is refused. Tables, buckets and keys are read by the services that make
 * them, each of which has a table of its own.
 */
public final class DeployedOnly {

    private static final Map<String, String> TYPES = Map.of(
            "AWS::CloudWatch::Alarm", "metrics are not measured locally",
            "AWS::CloudWatch::Dashboard", "metrics are not measured locally",
            "AWS::Logs::LogGroup", "functions log to the log file",
            "AWS::S3::BucketPolicy", "the local S3 knows one owner and is reached over loopback only");

    private static final Map<String, String> RESOURCE_ATTRIBUTES = Map.of(
            "DeletionPolicy", "stacks are not deleted locally",
            "UpdateReplacePolicy", "resources are not replaced locally");

    private static final Map<String, Map<String, String>> PROPERTIES = Map.of(
            "AWS::Serverless::HttpApi", Map.of(
                    "Description", "text for people",
                    "Domain.SecurityPolicy", "the local server speaks TLS 1.2 and 1.3"),
            "AWS::Serverless::Function", Map.of(
                    "Description", "text for people",
                    "Runtime", "handlers run in the Java that LocalCloud runs in",
                    "Architectures", "handlers run on this machine's processor",
                    "SnapStart", "handlers are constructed in a running Java",
                    "LoggingConfig", "functions log to the log file"),
            "AWS::Serverless::StateMachine", Map.of(
                    "Policies", "roles of state machines are not enforced locally"),
            "AWS::IAM::ManagedPolicy", Map.of(
                    "Description", "text for people"));

    private DeployedOnly() {
    }

    static boolean type(String type) {
        return TYPES.containsKey(type);
    }

    static boolean resourceAttribute(String name) {
        return RESOURCE_ATTRIBUTES.containsKey(name);
    }

    static boolean property(String type, String path) {
        return PROPERTIES.getOrDefault(type, Map.of()).containsKey(path);
    }

    /** The table as lines of {@code type or type.property → reason}, for people who ask what differs. */
    public static Map<String, String> table() {
        Map<String, String> lines = new TreeMap<>(TYPES);
        RESOURCE_ATTRIBUTES.forEach((name, reason) -> lines.put("(any resource)." + name, reason));
        PROPERTIES.forEach((type, properties) ->
                properties.forEach((property, reason) -> lines.put(type + "." + property, reason)));
        return lines;
    }
}
