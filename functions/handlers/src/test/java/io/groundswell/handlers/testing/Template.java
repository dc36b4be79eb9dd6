package io.groundswell.handlers.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** {@code infra/template.yaml} as far as tests of the functions need it. */
public final class Template {

    private static final Path FILE = Path.of("../../infra/template.yaml");

    private final Map<String, Object> resources;

    private Template(Map<String, Object> resources) {
        this.resources = resources;
    }

    public static Template load() {
        try (Reader reader = Files.newBufferedReader(FILE)) {
            Map<String, Object> template = new Yaml(new Shorthand()).load(reader);
            return new Template(members(template, "Resources"));
        } catch (IOException e) {
            throw new UncheckedIOException("tests run in the module's folder, beside the template", e);
        }
    }

    /** The properties of a resource. */
    public Map<String, Object> properties(String resource) {
        return members(members(resources, resource), "Properties");
    }

    /** The route keys of a function, as API Gateway puts them into the event. */
    public Set<String> routes(String function) {
        Set<String> routes = new TreeSet<>();
        members(properties(function), "Events").values().forEach(event -> {
            Map<String, Object> properties = members(cast(event), "Properties");
            routes.add(properties.get("Method") + " " + properties.get("Path"));
        });
        return routes;
    }

    /** The names of a function's environment variables. */
    public Set<String> variables(String function) {
        return members(members(properties(function), "Environment"), "Variables").keySet();
    }

    static Map<String, Object> members(Map<String, Object> object, String name) {
        return cast(object.get(name));
    }

    static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
        return ((List<?>) object.get(name)).stream().map(Template::cast).toList();
    }

    @SuppressWarnings("unchecked") // a YAML mapping with text keys
    private static Map<String, Object> cast(Object value) {
        if (value == null) {
            throw new IllegalArgumentException("the template does not have what the test looks for");
        }
        return (Map<String, Object>) value;
    }

    /** Keeps CloudFormation's short functions as what they are applied to. */
    private static final class Shorthand extends SafeConstructor {

        Shorthand() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return switch (node) {
                        case ScalarNode scalar -> scalar.getValue();
                        case SequenceNode sequence -> constructSequence(sequence);
                        case MappingNode mapping -> constructMapping(mapping);
                        default -> throw new IllegalStateException("unknown YAML node " + node);
                    };
                }
            });
        }
    }
}
