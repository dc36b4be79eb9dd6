package io.groundswell.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A template being brought up, resource by resource.
 *
 * <p>{@link #check} reads every resource with stand-ins for what only a finished resource has, so that a template that
 * cannot run is refused before anything exists. Then the caller walks {@link #order}, makes each {@link #resource} and
 * {@link #provide}s its attributes; a resource comes after everything it refers to. Not thread-safe.
 */
public final class Stack {

    private final Template template;
    private final StackIdentity identity;
    private final ResourceReader reader;
    private final Map<String, Template.Declaration> active = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
    private final List<String> order = new ArrayList<>();

    /** Prepares the resources whose condition holds. */
    public Stack(Template template, StackIdentity identity) {
        this.template = template;
        this.identity = identity;
        this.reader = new ResourceReader(identity, template.folder());
        Intrinsics parametersOnly = new Intrinsics(new Lookup(false), template.conditions());
        template.conditions().keySet().forEach(name -> parametersOnly.condition(name, "Conditions." + name));
        template.resources().forEach((id, declaration) -> {
            boolean wanted = declaration.condition()
                    .map(name -> parametersOnly.condition(name, "Resources." + id + ".Condition")).orElse(true);
            if (wanted) {
                active.put(id, declaration);
                attributes.put(id, new LinkedHashMap<>(
                        reader.attributesKnownBefore(id, declaration.type(), declaration.properties())));
            }
        });
        active.keySet().forEach(id -> place(id, new LinkedHashSet<>()));
    }

    /** Who the stack is. */
    public StackIdentity identity() {
        return identity;
    }

    /** Logical ids, each after those it depends on. */
    public List<String> order() {
        return List.copyOf(order);
    }

    /**
     * Every resource as far as it can be known before the stack runs; texts that are not known yet read
     * {@code <Resource.Attribute>}, ARNs have that as their last part.
     *
     * @throws TemplateRefused at the first thing that LocalCloud does not implement
     */
    public List<Resource> check() {
        Intrinsics intrinsics = new Intrinsics(new Lookup(true), template.conditions());
        intrinsics.evaluate(template.outputs(), "Outputs");
        return order.stream().map(id -> read(id, intrinsics)).toList();
    }

    /** A resource with every value in place; what it depends on must have been provided. */
    public Resource resource(String logicalId) {
        return read(logicalId, new Intrinsics(new Lookup(false), template.conditions()));
    }

    /** Adds what a resource says of itself once it exists: {@code Ref} and the attributes of {@code !GetAtt}. */
    public void provide(String logicalId, Map<String, String> known) {
        attributes.get(logicalId).putAll(known);
    }

    /** One attribute of a resource, {@code Ref} included. */
    public String attribute(String logicalId, String attribute) {
        return new Lookup(false).attribute(logicalId, attribute, "Resources." + logicalId);
    }

    private Resource read(String id, Intrinsics intrinsics) {
        Template.Declaration declaration = active.get(id);
        Map<String, Object> values = Section.mapping(
                intrinsics.evaluate(declaration.properties(), "Resources." + id + ".Properties"), "Resources." + id);
        return reader.read(id, declaration.type(), values);
    }

    private void place(String id, Set<String> above) {
        if (order.contains(id)) {
            return;
        }
        if (!above.add(id)) {
            throw new TemplateRefused("Resources." + id, "depends on itself by way of " + above);
        }
        Template.Declaration declaration = active.get(id);
        Set<String> needed = new LinkedHashSet<>(References.in(declaration.properties()));
        needed.addAll(declaration.dependsOn());
        needed.stream().filter(active::containsKey).forEach(other -> place(other, above));
        above.remove(id);
        order.add(id);
    }

    /** Looks names up; before the stack runs, what is not known yet gets a stand-in. */
    private final class Lookup implements Intrinsics.Names {

        private final boolean standIns;

        Lookup(boolean standIns) {
            this.standIns = standIns;
        }

        @Override
        public String ref(String name, String path) {
            String pseudo = identity.pseudoParameters().get(name);
            if (pseudo != null) {
                return pseudo;
            }
            if (template.parameters().containsKey(name)) {
                return template.parameters().get(name);
            }
            int dot = name.indexOf('.');
            return dot < 0
                    ? attribute(name, "Ref", path)
                    : attribute(name.substring(0, dot), name.substring(dot + 1), path);
        }

        @Override
        public String attribute(String resource, String attribute, String path) {
            Template.Declaration declaration = active.get(resource);
            if (declaration == null) {
                throw new TemplateRefused(path,
                        "refers to " + resource + ", which the template does not declare or whose condition does not hold");
            }
            String value = attributes.get(resource).get(attribute);
            if (value != null) {
                return value;
            }
            if (standIns && ResourceReader.isKnownAfter(declaration.type(), attribute)) {
                String standIn = "<" + resource + "." + attribute + ">";
                return attribute.endsWith("Arn") ? identity.arn("local", standIn) : standIn;
            }
            throw new TemplateRefused(path, resource + " (" + declaration.type() + ") has no attribute " + attribute + " locally");
        }
    }
}
