package io.groundswell.local.template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A template as written: parameters with their values, conditions, and resources with the SAM globals merged in. */
public final class Template {

    /** One resource before its intrinsics are replaced. */
    record Declaration(
            String logicalId, String type, Map<String, Object> properties, List<String> dependsOn, Optional<String> condition) {
    }

    private final Path file;
    private final Map<String, String> parameters;
    private final Map<String, Object> conditions;
    private final Map<String, Declaration> resources;
    private final Map<String, Object> outputs;

    private Template(Path file, Section root, Map<String, String> overrides) {
        this.file = file;
        root.oneOf("AWSTemplateFormatVersion", "2010-09-09");
        root.oneOf("Transform", "AWS::Serverless-2016-10-31");
        root.optionalText("Description");
        this.parameters = Parameters.resolve(optionalMapping(root, "Parameters"), overrides);
        this.conditions = optionalMapping(root, "Conditions");
        this.outputs = optionalMapping(root, "Outputs");
        Section globals = Section.of(optionalMapping(root, "Globals"), "Globals");
        Map<String, Object> functionGlobals = optionalMapping(globals, "Function");
        globals.end();
        this.resources = new LinkedHashMap<>();
        root.mapping("Resources").forEach((id, node) -> resources.put(id, declaration(id, node, functionGlobals)));
        root.end();
    }

    /**
     * Reads a template file.
     *
     * @param overrides values for parameters, by name
     * @throws TemplateRefused where the file is not a template that LocalCloud can run
     */
    public static Template load(Path file, Map<String, String> overrides) {
        return new Template(file, Section.of(YamlReader.read(file), "Template"), overrides);
    }

    /**
     * The parameters that are the domain name and the certificate of an HTTP API with a domain of its own; both exist only
     * on AWS, so LocalCloud gives values of its own.
     */
    public static DomainParameters domainParameters(Path file) {
        Map<?, ?> resources = YamlReader.read(file).get("Resources") instanceof Map<?, ?> declared ? declared : Map.of();
        List<Map<?, ?>> domains = new ArrayList<>();
        resources.values().forEach(resource -> {
            if (resource instanceof Map<?, ?> map && map.get("Properties") instanceof Map<?, ?> properties
                    && properties.get("Domain") instanceof Map<?, ?> domain) {
                domains.add(domain);
            }
        });
        return new DomainParameters(referenced(domains, "DomainName"), referenced(domains, "CertificateArn"));
    }

    /** Names of parameters; empty where the template says something else than a Ref. */
    public record DomainParameters(Optional<String> domainName, Optional<String> certificateArn) {
    }

    private static Optional<String> referenced(List<Map<?, ?>> domains, String property) {
        return domains.stream()
                .flatMap(domain -> domain.get(property) instanceof Map<?, ?> reference && reference.get("Ref") instanceof String name
                        ? Stream.of(name) : Stream.empty())
                .findFirst();
    }

    Path folder() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath().getRoot() : parent;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    Map<String, Object> conditions() {
        return conditions;
    }

    Map<String, Declaration> resources() {
        return resources;
    }

    Map<String, Object> outputs() {
        return outputs;
    }

    private static Declaration declaration(String logicalId, Object node, Map<String, Object> functionGlobals) {
        String path = "Resources." + logicalId;
        Section section = Section.of(node, path);
        String type = section.text("Type");
        Map<String, Object> properties = optionalMapping(section, "Properties");
        if (type.equals("AWS::Serverless::Function")) {
            properties = merged(functionGlobals, properties);
        }
        List<String> dependsOn = dependsOn(section);
        Optional<String> condition = section.optionalText("Condition");
        section.all().keySet().stream()
                .filter(name -> !List.of("Type", "Properties", "DependsOn", "Condition").contains(name))
                .filter(name -> !DeployedOnly.resourceAttribute(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateRefused(path + "." + name, "is not implemented locally");
                });
        return new Declaration(logicalId, type, properties, dependsOn, condition);
    }

    private static List<String> dependsOn(Section section) {
        if (!section.has("DependsOn")) {
            return List.of();
        }
        return section.tree("DependsOn") instanceof String single ? List.of(single) : section.texts("DependsOn");
    }

    /** SAM's rule: a resource's scalar replaces the global one, mappings merge key by key, lists are joined, globals first. */
    private static Map<String, Object> merged(Map<?, ?> globals, Map<?, ?> own) {
        Map<String, Object> result = new LinkedHashMap<>();
        globals.forEach((key, value) -> result.put(String.valueOf(key), value));
        own.forEach((key, value) -> result.merge(String.valueOf(key), value, Template::merged));
        return result;
    }

    private static Object merged(Object global, Object own) {
        boolean ordinary = Intrinsics.intrinsicOf(global, "Globals") == null && Intrinsics.intrinsicOf(own, "Globals") == null;
        if (ordinary && global instanceof Map<?, ?> globals && own instanceof Map<?, ?> owns) {
            return merged(globals, owns);
        }
        if (global instanceof List<?> globals && own instanceof List<?> owns) {
            List<Object> joined = new ArrayList<>(globals);
            joined.addAll(owns);
            return joined;
        }
        return own;
    }

    private static Map<String, Object> optionalMapping(Section section, String name) {
        return section.has(name) ? section.mapping(name) : Map.of();
    }
}
