package io.groundswell.local.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code docs/} says, as values to compare. */
final class Documents {

    private static final Path REPOSITORY = Path.of("../..");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");
    private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| `([A-Z]+ /\\S+)` \\|[^|]*\\| (\\S+) \\| (\\S+) \\| (\\S+) \\|$");

    private Documents() {
    }

    /** Operations of an OpenAPI file, {@code METHOD /path}; of those alone that need a signature, or of all. */
    static Set<String> operations(String file, boolean signedOnly) {
        Map<String, Map<String, Object>> paths = yaml(file);
        return paths.entrySet().stream().flatMap(path -> path.getValue().entrySet().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .filter(operation -> !(signedOnly && isOpen(operation.getValue())))
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOpen(Object operation) {
        return List.of().equals(((Map<?, ?>) operation).get("security"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> yaml(String file) {
        Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file));
        return (Map<String, Map<String, Object>>) document.get("paths");
    }

    /** Rows of the permissions table: route → what operator, approver and auditor may. */
    static Map<String, List<Boolean>> permissions() {
        return TABLE_ROW.matcher(text("docs/permissions.md")).results().collect(Collectors.toMap(row -> row.group(1),
                row -> Stream.of(row.group(2), row.group(3), row.group(4)).map(Documents::granted).toList()));
    }

    private static boolean granted(String cell) {
        return switch (cell) {
            case "yes" -> true;
            case "–" -> false;
            default -> throw new AssertionError("docs/permissions.md says yes or –, found " + cell);
        };
    }

    /** Third-level headings of a document, without their back quotes. */
    static Set<String> headings(String file) {
        return found(text(file), "(?m)^### `?([^`\\n]+)`?$");
    }

    /** What a pattern's first group finds in the source of the functions. */
    static Set<String> inSource(String pattern) {
        try (Stream<Path> files = Files.walk(REPOSITORY.resolve("functions"))) {
            return files.filter(file -> file.toString().contains("src/main/java") && file.toString().endsWith(".java"))
                    .flatMap(file -> found(read(file), pattern).stream()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many lines of a file match. */
    static long count(String file, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE).matcher(text(file)).results().count();
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(String file) {
        return read(REPOSITORY.resolve(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
