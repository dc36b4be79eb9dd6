package io.groundswell.local.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.domain.device.WorkState;
import io.groundswell.domain.rollout.RolloutStatus;
import io.groundswell.local.iam.Account;
import io.groundswell.local.iam.Policies;
import io.groundswell.local.iam.PolicyDocument;
import io.groundswell.local.iam.Principal;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import io.groundswell.local.template.HttpApi;
import io.groundswell.local.template.ManagedPolicy;
import io.groundswell.local.template.NotRun;
import io.groundswell.local.template.Resource;
import io.groundswell.local.template.Stack;
import io.groundswell.local.template.StackIdentity;
import io.groundswell.local.template.Template;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Documents against the template and the source: what is written is what is deployed, and the other way round. */
class DocumentationTest {

    private static final StackIdentity IDENTITY = new StackIdentity("groundswell", new Account("us-east-1", "000000000000"));
    private static final List<Resource> RESOURCES = new Stack(Template.load(Path.of("../template.yaml"), Map.of(
            "DeviceDomainName", "127.0.0.1:9443", "DeviceCertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/local")),
            IDENTITY).check();

    private static <T extends Resource> Stream<T> all(Class<T> type) {
        return RESOURCES.stream().filter(type::isInstance).map(type::cast);
    }

    private static HttpApi api(String logicalId) {
        return all(HttpApi.class).filter(api -> api.logicalId().equals(logicalId)).findFirst().orElseThrow();
    }

    private static Set<String> routes(HttpApi api, boolean signedOnly) {
        return all(Function.class).map(Function::events).flatMap(Collection::stream)
                .filter(EventSource.Route.class::isInstance).map(EventSource.Route.class::cast)
                .filter(route -> route.apiId().equals(api.apiId()))
                .filter(route -> !signedOnly || route.iam().orElse(api.iamByDefault()))
                .map(route -> route.key().replace("+}", "}")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @DisplayName("[R24] docs/api/operator.yaml has exactly the template's routes, and says of exactly the same that they need a signature")
    void operatorRoutes() {
        HttpApi api = api("OperatorHttpApi");
        assertEquals(routes(api, false), Documents.operations("docs/api/operator.yaml", false));
        assertEquals(routes(api, true), Documents.operations("docs/api/operator.yaml", true));
    }

    @Test
    @DisplayName("[R6] docs/api/device.yaml has exactly the template's routes")
    void deviceRoutes() {
        assertEquals(routes(api("DeviceHttpApi"), false), Documents.operations("docs/api/device.yaml", false));
    }

    @Test
    @DisplayName("[R24] docs/permissions.md has a row for every signed route, and grants what the managed policies grant")
    void permissions() {
        Map<String, List<Boolean>> granted = routes(api("OperatorHttpApi"), true).stream().collect(Collectors.toMap(
                route -> route, route -> Stream.of("OperatorAccess", "ApproverAccess", "AuditorAccess")
                        .map(policy -> allows(policy, route)).toList()));
        assertEquals(new TreeMap<>(granted), new TreeMap<>(Documents.permissions()));
    }

    private static boolean allows(String policy, String route) {
        PolicyDocument document = PolicyDocument.of(all(ManagedPolicy.class)
                .filter(candidate -> candidate.logicalId().equals(policy)).findFirst().orElseThrow().document());
        Principal principal = new Principal("AKIA", "000000000000", "arn:aws:iam::000000000000:user/u", "AIDA", false, List.of(document));
        String path = route.replaceAll("\\{[^}]+}", "x1").replaceFirst(" ", "");
        return Policies.allows(principal, "execute-api:Invoke",
                IDENTITY.arn("execute-api", api("OperatorHttpApi").apiId() + "/$default/" + path), Map.of());
    }

    @Test
    @DisplayName("[R31] docs/events.md describes exactly the audit events that the functions write")
    void auditEvents() {
        Set<String> written = Documents.inSource("\"((?:fleet|enrollment_token|device|group|artifact|rollout|audit|revision|tally)\\.[a-z_]+)\"");
        written.addAll(List.of("rollout." + RolloutStatus.SUCCEEDED.word(), "rollout." + RolloutStatus.FAILED.word()));
        Stream.of(WorkState.values()).filter(WorkState::isReversal).forEach(state -> written.add("device." + state.word()));
        assertEquals(written, Documents.headings("docs/events.md"));
    }

    @Test
    @DisplayName("[R31] no audit event's type is put together but a rollout's end and a device's reversal")
    void composedTypes() {
        assertEquals(Set.of("device.", "rollout."),
                Documents.inSource("\"((?:fleet|enrollment_token|device|group|artifact|rollout|audit|revision|tally)\\.)\" \\+"));
    }

    @Test
    @DisplayName("docs/runbook.md has an entry for every alarm, and for nothing else")
    void runbook() {
        Set<String> alarms = all(NotRun.class).filter(resource -> resource.type().equals("AWS::CloudWatch::Alarm"))
                .map(NotRun::logicalId).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(alarms.contains("RecorderGaveUp"), alarms.toString());
        assertEquals(alarms, Documents.headings("docs/runbook.md"));
    }

    @Test
    @DisplayName("every alarm's description leads to the runbook")
    void alarmsNameTheRunbook() {
        assertEquals(all(NotRun.class).filter(resource -> resource.type().equals("AWS::CloudWatch::Alarm")).count(),
                Documents.count("infra/template.yaml", "AlarmDescription: .*; see docs/runbook.md\\.$"));
    }
}
