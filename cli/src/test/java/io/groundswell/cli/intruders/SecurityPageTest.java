package io.groundswell.cli.intruders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SecurityPageTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private final Set<String> named = NAMED.matcher(Routes.text(Path.of("../docs/security.md"))).results()
            .filter(found -> Character.isUpperCase(found.group(1).charAt(0)))
            .map(found -> found.group(1) + "." + found.group(2)).collect(Collectors.toCollection(TreeSet::new));

    @Test
    @DisplayName("[R35] every test that docs/security.md names exists")
    void namedTestsExist() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = named.stream().filter(test -> {
            String[] classAndMethod = test.split("\\.");
            return !sources.getOrDefault(classAndMethod[0], "").contains("void " + classAndMethod[1] + "(");
        }).toList();
        assertEquals(List.of(), missing);
        assertTrue(named.size() > 40, named::toString);
    }

    @Test
    @DisplayName("[R35] every attack that is carried out stands in docs/security.md")
    void attacksAreDocumented() {
        Set<String> carriedOut = new TreeSet<>();
        for (Class<?> attacks : IntrudersIT.class.getInterfaces()) {
            for (Method method : attacks.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    carriedOut.add(attacks.getSimpleName() + "." + method.getName());
                }
            }
        }
        carriedOut.remove("RouteAttacks.everyBodyIsKnown");
        carriedOut.removeAll(named);
        assertEquals(Set.of(), carriedOut);
    }

    private static Map<String, String> testSources() throws IOException {
        List<Path> roots = Stream.of("../functions/domain", "../functions/tuf", "../functions/handlers", "../agent", "../infra/local", ".")
                .map(module -> Path.of(module, "src/test/java")).toList();
        Map<String, String> sources = new HashMap<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file ->
                        sources.merge(file.getFileName().toString().replace(".java", ""), Routes.text(file), String::concat));
            }
        }
        return sources;
    }
}
