package io.groundswell.local.template;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeployedOnlyTest {

    private static final Collection<Template.Declaration> RESOURCES = Template.load(Path.of("../template.yaml"),
            Map.of("DeviceDomainName", "h", "DeviceCertificateArn", "c")).resources().values();

    private static boolean says(String row) {
        if (row.startsWith("(any resource).")) {
            return true;
        }
        int dot = row.indexOf('.');
        String type = dot < 0 ? row : row.substring(0, dot);
        List<String> path = dot < 0 ? List.of() : List.of(row.substring(dot + 1).split("\\."));
        return RESOURCES.stream().anyMatch(resource -> resource.type().equals(type) && holds(resource.properties(), path));
    }

    private static boolean holds(Object node, List<String> path) {
        return path.isEmpty() || node instanceof Map<?, ?> map && map.containsKey(path.getFirst())
                && holds(map.get(path.getFirst()), path.subList(1, path.size()));
    }

    @Test
    @DisplayName("the table of what only matters on AWS lists nothing that the template does not say")
    void listsNothingStale() {
        Set<String> stale = new TreeSet<>(DeployedOnly.table().keySet());
        stale.removeIf(DeployedOnlyTest::says);
        assertEquals(Set.of(), stale);
    }

    @Test
    @DisplayName("every row gives its reason")
    void givesReasons() {
        assertEquals("roles of state machines are not enforced locally", DeployedOnly.table().get("AWS::Serverless::StateMachine.Policies"));
        assertEquals("metrics are not measured locally", DeployedOnly.table().get("AWS::CloudWatch::Alarm"));
        DeployedOnly.table().forEach((row, reason) -> assertEquals(reason.strip(), reason, row));
    }
}
