package io.groundswell.local.template;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The template's parameters with the values they take: an override where given, else the default. */
final class Parameters {

    private Parameters() {
    }

    /**
     * The value of every declared parameter.
     *
     * @throws TemplateRefused for an override that is not declared, a parameter without value, or a value out of bounds
     */
    static Map<String, String> resolve(Map<String, Object> declarations, Map<String, String> overrides) {
        overrides.keySet().forEach(name -> {
            if (!declarations.containsKey(name)) {
                throw new TemplateRefused(
                        "parameter " + name, "the template declares no such parameter; it has " + declarations.keySet());
            }
        });
        Map<String, String> values = new LinkedHashMap<>();
        declarations.forEach((name, declaration) -> {
            String path = "Parameters." + name;
            Section section = Section.of(declaration, path);
            values.put(name, value(section, path, Optional.ofNullable(overrides.get(name))));
            section.end();
        });
        return values;
    }

    private static String value(Section section, String path, Optional<String> override) {
        section.optionalText("Description");
        String type = section.oneOf("Type", "String", "Number");
        Optional<String> fallback = section.optionalText("Default");
        Optional<BigDecimal> least = section.optionalText("MinValue").map(BigDecimal::new);
        Optional<BigDecimal> most = section.optionalText("MaxValue").map(BigDecimal::new);
        String value = override.or(() -> fallback)
                .orElseThrow(() -> new TemplateRefused(path, "has no default; give --parameter NAME=VALUE for it"));
        if (type.equals("Number")) {
            checkNumber(path, value, least, most);
        }
        return value;
    }

    private static void checkNumber(String path, String value, Optional<BigDecimal> least, Optional<BigDecimal> most) {
        BigDecimal number;
        try {
            number = new BigDecimal(value);
        } catch (NumberFormatException e) {
            throw new TemplateRefused(path, "expected a number, found " + value);
        }
        least.filter(bound -> number.compareTo(bound) < 0).ifPresent(bound -> {
            throw new TemplateRefused(path, "expected at least " + bound + ", found " + value);
        });
        most.filter(bound -> number.compareTo(bound) > 0).ifPresent(bound -> {
            throw new TemplateRefused(path, "expected at most " + bound + ", found " + value);
        });
    }
}
