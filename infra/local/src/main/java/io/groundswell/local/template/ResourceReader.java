package io.groundswell.local.template;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Turns the evaluated properties of one resource into its record; an unknown type is refused by name. */
final class ResourceReader {

    private final StackIdentity stack;
    private final Path folder;

    ResourceReader(StackIdentity stack, Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    Resource read(String logicalId, String type, Map<String, Object> values) {
        String path = "Resources." + logicalId + ".Properties";
        Section properties = Section.ofProperties(type, values, path);
        return switch (type) {
            case "AWS::DynamoDB::Table" -> new Table(logicalId, stack.physicalName(logicalId), values);
            case "AWS::S3::Bucket" -> new Bucket(logicalId, bucketName(logicalId), values);
            case "AWS::KMS::Key" -> new SigningKey(logicalId, values);
            case "AWS::Serverless::HttpApi" -> HttpApiReader.read(logicalId, properties, apiId(logicalId));
            case "AWS::Serverless::Function" -> FunctionReader.read(logicalId, properties, stack, folder);
            case "AWS::Serverless::StateMachine" -> stateMachine(logicalId, properties);
            case "AWS::IAM::ManagedPolicy" -> managedPolicy(logicalId, properties);
            default -> other(logicalId, type, properties);
        };
    }

    /** The values of {@code !Ref} and {@code !GetAtt} that are known before the resource exists. */
    Map<String, String> attributesKnownBefore(String logicalId, String type, Map<?, ?> properties) {
        String name = stack.physicalName(logicalId);
        return switch (type) {
            case "AWS::DynamoDB::Table" -> Map.of("Ref", name);
            case "AWS::S3::Bucket" -> Map.of("Ref", bucketName(logicalId), "Arn", "arn:aws:s3:::" + bucketName(logicalId));
            case "AWS::Serverless::HttpApi" -> Map.of("Ref", apiId(logicalId));
            case "AWS::Serverless::Function" -> functionAttributes(name, properties);
            case "AWS::Serverless::StateMachine" -> {
                String arn = stack.arn("states", "stateMachine:" + name);
                yield Map.of("Ref", arn, "Arn", arn, "Name", name);
            }
            case "AWS::IAM::ManagedPolicy" -> Map.of("Ref", stack.account().globalArn("iam", "policy/" + name));
            default -> DeployedOnly.type(type) ? Map.of("Ref", name) : Map.of();
        };
    }

    /** The attributes that only the finished resource has; any name will do for a custom resource. */
    static boolean isKnownAfter(String type, String attribute) {
        return switch (type) {
            case "AWS::DynamoDB::Table" -> attribute.equals("Arn") || attribute.equals("StreamArn");
            case "AWS::KMS::Key" -> attribute.equals("Ref") || attribute.equals("Arn") || attribute.equals("KeyId");
            default -> isCustom(type);
        };
    }

    private static boolean isCustom(String type) {
        return type.startsWith("Custom::") || type.equals("AWS::CloudFormation::CustomResource");
    }

    private Map<String, String> functionAttributes(String name, Map<?, ?> properties) {
        String arn = stack.arn("lambda", "function:" + name);
        Map<String, String> attributes = new LinkedHashMap<>(Map.of("Ref", name, "Arn", arn));
        if (properties.get("AutoPublishAlias") instanceof String alias) {
            attributes.put("Alias", arn + ":" + alias);
        }
        return attributes;
    }

    private String bucketName(String logicalId) {
        return stack.physicalName(logicalId).toLowerCase(Locale.ROOT);
    }

    /** Ten characters as API Gateway's ids are, the same at every start so that ARNs in policies stay valid. */
    private String apiId(String logicalId) {
        long hash = 0;
        for (char c : stack.physicalName(logicalId).toCharArray()) {
            hash = hash * 31 + c;
        }
        String digits = Long.toUnsignedString(hash, 36);
        return ("a" + digits + "000000000").substring(0, 10);
    }

    private Resource stateMachine(String logicalId, Section properties) {
        properties.oneOf("Type", "STANDARD");
        Path definition = folder.resolve(properties.text("DefinitionUri")).normalize();
        Map<String, String> substitutions = new LinkedHashMap<>();
        properties.optionalSection("DefinitionSubstitutions").ifPresent(section -> section.all().forEach((name, value) ->
                substitutions.put(name, Section.scalar(value, section.path() + "." + name))));
        properties.end();
        return new StateMachine(logicalId, stack.physicalName(logicalId), definition, substitutions);
    }

    private static Resource managedPolicy(String logicalId, Section properties) {
        ManagedPolicy policy = new ManagedPolicy(logicalId, properties.mapping("PolicyDocument"));
        properties.end();
        return policy;
    }

    private static Resource other(String logicalId, String type, Section properties) {
        if (DeployedOnly.type(type)) {
            return new NotRun(logicalId, type);
        }
        if (isCustom(type)) {
            return new CustomResource(logicalId, type, properties.text("ServiceToken"), properties.all());
        }
        throw new TemplateRefused("Resources." + logicalId + ".Type", "the resource type " + type + " is not implemented locally");
    }
}
