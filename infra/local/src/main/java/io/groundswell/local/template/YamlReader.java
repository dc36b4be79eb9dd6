package io.groundswell.local.template;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Parses CloudFormation YAML into maps, lists and scalars; a short tag ({@code !Sub x}) becomes its long form. */
final class YamlReader {

    private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9]*)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+\\.[0-9]+(?:[eE][-+]?[0-9]+)?");

    private YamlReader() {
    }

    static Map<?, ?> read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        DumperOptions dumping = new DumperOptions();
        Yaml yaml = new Yaml(new ShortTags(options, file), new Representer(dumping), dumping, options, new Scalars());
        try (Reader reader = Files.newBufferedReader(file)) {
            if (yaml.load(reader) instanceof Map<?, ?> template) {
                return template;
            }
            throw new TemplateRefused(file.toString(), "expected a mapping at the top of the template");
        } catch (YAMLException e) {
            throw new TemplateRefused(file.toString(), "not valid YAML: " + e.getMessage());
        } catch (IOException e) {
            throw new TemplateRefused(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    /** Dates stay text: a policy's {@code Version: 2012-10-17} is a string to AWS. */
    private static final class Scalars extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, DECIMAL, "-+0123456789");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }

    private static final class ShortTags extends SafeConstructor {
        private final Path file;

        ShortTags(LoaderOptions options, Path file) {
            super(options);
            this.file = file;
            yamlMultiConstructors.put("!", new LongForm());
        }

        private final class LongForm extends AbstractConstruct {
            @Override
            public Object construct(Node node) {
                String name = node.getTag().getValue().substring(1);
                Object argument = switch (node) {
                    case ScalarNode scalar -> scalar.getValue();
                    case SequenceNode sequence -> new ArrayList<>(constructSequence(sequence));
                    case MappingNode mapping -> constructMapping(mapping);
                    default -> throw new TemplateRefused(place(node), "unexpected node under !" + name);
                };
                return switch (name) {
                    case "Ref", "Condition" -> Map.of(name, argument);
                    case "GetAtt" -> Map.of("Fn::GetAtt", attribute(argument, node));
                    default -> Map.of("Fn::" + name, argument);
                };
            }

            private Object attribute(Object argument, Node node) {
                if (!(argument instanceof String dotted)) {
                    return argument;
                }
                int dot = dotted.indexOf('.');
                if (dot < 1) {
                    throw new TemplateRefused(place(node), "!GetAtt takes Resource.Attribute, found " + dotted);
                }
                return List.of(dotted.substring(0, dot), dotted.substring(dot + 1));
            }

            private String place(Node node) {
                return file + " line " + (node.getStartMark().getLine() + 1);
            }
        }
    }
}
