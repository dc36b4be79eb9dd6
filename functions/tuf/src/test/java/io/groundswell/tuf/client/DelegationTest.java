package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.DelegatedRole;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.Role;
import io.groundswell.tuf.Signer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelegationTest {

    private record Edge(String from, String to, boolean terminating, String pattern) {
    }

    private record Graph(List<Edge> edges, List<String> visited) {
    }

    private static Edge edge(String from, String to) {
        return new Edge(from, to, false, "*");
    }

    private static Edge edge(String from, String to, String pattern) {
        return new Edge(from, to, false, pattern);
    }

    private static Edge terminating(String from, String to) {
        return new Edge(from, to, true, "*");
    }

    private static Map<String, Graph> graphs() {
        Map<String, Graph> graphs = new LinkedHashMap<>();
        graphs.put("one role", new Graph(List.of(edge("targets", "A")), List.of("A")));
        graphs.put("two roles", new Graph(List.of(edge("targets", "A"), edge("targets", "B")), List.of("A", "B")));
        graphs.put("two levels", new Graph(List.of(edge("targets", "A"), edge("targets", "B"), edge("B", "C")),
                List.of("A", "B", "C")));
        graphs.put("two levels, depth first", new Graph(List.of(edge("targets", "A"), edge("targets", "B"),
                edge("A", "C"), edge("A", "D")), List.of("A", "C", "D", "B")));
        graphs.put("three levels, depth first", new Graph(List.of(edge("targets", "A"), edge("targets", "B"),
                edge("A", "C"), edge("C", "D")), List.of("A", "C", "D", "B")));
        graphs.put("two levels, terminating", new Graph(List.of(edge("targets", "A"), edge("targets", "B"),
                terminating("A", "C"), edge("A", "D")), List.of("A", "C")));
        graphs.put("three levels, terminating asks descendants", new Graph(List.of(edge("targets", "A"),
                edge("targets", "B"), terminating("A", "C"), edge("C", "D")), List.of("A", "C", "D")));
        graphs.put("two levels, other paths", new Graph(List.of(edge("targets", "A", "*.py"), edge("targets", "B"),
                edge("A", "C")), List.of("B")));
        graphs.put("three levels, other paths", new Graph(List.of(edge("targets", "A"), edge("targets", "B"),
                edge("A", "C", "*.py"), edge("C", "D")), List.of("A", "B")));
        graphs.put("a cycle", new Graph(List.of(edge("targets", "A"), edge("targets", "B"), edge("B", "C"),
                edge("C", "D"), edge("D", "B")), List.of("A", "B", "C", "D")));
        graphs.put("two delegators", new Graph(List.of(edge("targets", "A"), edge("targets", "B"), edge("B", "C"),
                edge("A", "C")), List.of("A", "C", "B")));
        graphs.put("two delegators, other paths", new Graph(List.of(edge("targets", "A"), edge("targets", "B"),
                edge("B", "C"), edge("A", "C", "*.py")), List.of("A", "B", "C")));
        return graphs;
    }

    @TestFactory
    @DisplayName("[R30] delegated roles are asked depth first, in their order, each once")
    Stream<DynamicTest> visitsInOrder() {
        return graphs().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            SimulatedRepository repository = new SimulatedRepository();
            build(repository, entry.getValue().edges());
            assertEquals(Optional.empty(), SimulatedClient.trusting(repository).download("missingpath"));
            assertEquals(entry.getValue().visited().stream().map(role -> "1." + role).toList(),
                    repository.metadataRequests.subList(4, repository.metadataRequests.size()));
        }));
    }

    private static void build(SimulatedRepository repository, List<Edge> edges) {
        Set<String> roles = new LinkedHashSet<>();
        edges.forEach(e -> {
            repository.delegate(e.from(), e.to(), e.terminating(), e.pattern());
            roles.add(e.to());
        });
        roles.forEach(repository::publish);
        repository.publish("targets", "snapshot", "timestamp");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "targetfile, targetfile content, ''",
        "README.md, README by A, A",
        "releases/x/x_v1, x release by C, B C",
        "releases/y/y_v1.zip, y release by D, B D",
        "releases/z/z_v1.zip, , B",
    })
    @DisplayName("[R30] a target counts only where every delegation on the way covers its path")
    void findsTargets(String path, String content, String visited) {
        SimulatedRepository repository = new SimulatedRepository();
        repository.addTarget("targets", "targetfile", "targetfile content");
        repository.delegate("targets", "A", false, "*.doc", "*.md");
        repository.delegate("targets", "B", false, "releases/*/*");
        repository.delegate("B", "C", false, "releases/x/*");
        repository.delegate("B", "D", false, "releases/y/*.zip");
        repository.addTarget("A", "README.md", "README by A");
        repository.addTarget("C", "releases/x/x_v1", "x release by C");
        repository.addTarget("D", "releases/y/y_v1.zip", "y release by D");
        repository.addTarget("D", "releases/z/z_v1.zip", "z release by D");
        repository.publish("A", "B", "C", "D", "targets", "snapshot", "timestamp");
        assertEquals(Optional.ofNullable(content), SimulatedClient.trusting(repository).download(path));
        List<String> expected = Stream.of(visited.split(" ")).filter(r -> !r.isEmpty()).map(r -> "1." + r).toList();
        assertEquals(expected, repository.metadataRequests.subList(4, repository.metadataRequests.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "#", "/delegatedrole", "../delegatedrole", ".", "..", "a b", "ä"})
    @DisplayName("[R30] an unusual role name stays one name, in requests and in the store")
    void encodesUnusualRoleNames(String role) {
        SimulatedRepository repository = new SimulatedRepository();
        repository.delegate("targets", role, false, "*");
        repository.publish(role, "targets", "snapshot", "timestamp");
        SimulatedClient client = SimulatedClient.trusting(repository);
        assertEquals(Optional.empty(), client.download("nonexistent"));
        assertEquals("1." + role, repository.metadataRequests.getLast());
        client.assertTrusts(Map.of("root", 1L, "timestamp", 2L, "snapshot", 2L, "targets", 2L, role, 1L));
    }

    @Test
    @DisplayName("[R30] a role reached over one delegator is not accepted with another delegator's key")
    void verifiesByTheDelegatorOnTheWay() {
        SimulatedRepository repository = new SimulatedRepository();
        repository.delegate("targets", "A", false, "*");
        repository.signers.get("A").clear();
        repository.addSigner("A", repository.newSigner());
        repository.publish("A", "targets", "snapshot", "timestamp");
        SimulatedClient client = SimulatedClient.trusting(repository);
        client.refresh();
        assertEquals(MetadataRefused.Reason.UNSIGNED,
                assertThrows(MetadataRefused.class, () -> client.download("missingpath")).reason());
    }

    @Test
    @DisplayName("[R30] a role that one delegator's key signed is not trusted for the paths of another delegator")
    void asksEveryDelegatorAboutItsOwnPaths() {
        SimulatedRepository repository = new SimulatedRepository();
        repository.delegate("targets", "A", false, "a/*");
        repository.delegate("targets", "B", false, "b/*");
        repository.delegate("A", "C", false, "a/*");
        String ofA = repository.signers.get("C").keySet().iterator().next();
        repository.delegate("B", "C", false, "b/*");
        repository.signers.get("C").keySet().retainAll(Set.of(ofA));
        repository.addTarget("C", "a/file", "of A");
        repository.addTarget("C", "b/file", "not of B");
        repository.publish("C", "A", "B", "targets", "snapshot", "timestamp");
        TufClient client = SimulatedClient.trusting(repository).start();
        assertTrue(client.findTarget("a/file").isPresent());
        assertEquals(MetadataRefused.Reason.UNSIGNED,
                assertThrows(MetadataRefused.class, () -> client.findTarget("b/file")).reason());
        assertTrue(client.findTarget("a/file").isPresent());
    }

    @Test
    @DisplayName("[R30] no more than 32 roles are asked about one path")
    void boundsTheSearch() {
        SimulatedRepository repository = new SimulatedRepository();
        for (int i = 0; i < 40; i++) {
            repository.delegate("targets", "R" + i, false, "*");
            repository.publish("R" + i);
        }
        repository.publish("targets", "snapshot", "timestamp");
        assertEquals(Optional.empty(), SimulatedClient.trusting(repository).download("missingpath"));
        assertEquals(4 + 31, repository.metadataRequests.size());
    }

    @Test
    @DisplayName("[R30] delegation by hash prefix covers the paths whose hash starts so")
    void delegatesByHashPrefix() {
        SimulatedRepository repository = new SimulatedRepository();
        // SHA-256 of "file.txt" starts with aa, that of "other.txt" with 94.
        repository.delegate("targets", "bin", false, "*");
        DelegatedRole byPattern = repository.draft("targets").delegated.removeLast();
        Signer signer = repository.signers.get("bin").values().iterator().next();
        repository.draft("targets").delegated.add(new DelegatedRole("bin", Role.of(List.of(signer.key()), 1),
                byPattern.terminating(), List.of(), List.of("aa"), Map.of()));
        repository.addTarget("bin", "file.txt", "in bin");
        repository.addTarget("bin", "other.txt", "in bin");
        repository.publish("bin", "targets", "snapshot", "timestamp");
        assertEquals(Optional.of("in bin"), SimulatedClient.trusting(repository).download("file.txt"));
        assertEquals(Optional.empty(), SimulatedClient.trusting(repository).download("other.txt"));
    }
}
