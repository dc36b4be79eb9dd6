package io.groundswell.local.eventcases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.local.events.EventPattern;
import io.groundswell.local.template.EventSource;
import io.groundswell.local.template.Function;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Payloads, table and triggers tell of each other; nothing is run. */
class EventCasesTest {

    private static final Set<String> NONE = Set.of();

    private static SortedSet<String> without(Set<String> names, Set<String> known) {
        SortedSet<String> missing = new TreeSet<>(names);
        missing.removeAll(known);
        return missing;
    }

    @Test
    @DisplayName("every payload has a row in the table, and every row a payload")
    void tableIsComplete() {
        assertEquals(NONE, without(EventFiles.names(), Cases.TABLE.keySet()), "files of events/ without a row");
        assertEquals(NONE, without(Cases.TABLE.keySet(), EventFiles.names()), "rows without a file in events/");
    }

    @Test
    @DisplayName("every function of the template has a payload, and every folder is a function")
    void functionsAreComplete() {
        Set<String> functions = Triggers.functions().stream().map(Function::logicalId).collect(Collectors.toSet());
        Set<String> folders = EventFiles.names().stream().map(EventFiles::function).collect(Collectors.toSet());
        assertEquals(NONE, without(functions, folders), "functions of the template without a payload");
        assertEquals(NONE, without(folders, functions), "folders of events/ that are no function of the template");
    }

    @Test
    @DisplayName("every route, stream, schedule, rule, workflow task and resource request has a payload of its name")
    void triggersAreComplete() {
        assertEquals(57, Triggers.payloads().size());
        assertEquals(NONE, without(Triggers.payloads(), EventFiles.names()), "triggers without a payload in events/");
    }

    @Test
    @DisplayName("a payload that is named after a route is sent to that route")
    void payloadsMeetTheirRoutes() {
        Triggers.routes().forEach((name, route) -> {
            JsonNode event = EventFiles.read(name);
            assertEquals("2.0", event.path("version").asText(), name);
            assertEquals(route, event.path("routeKey").asText(), name);
            assertEquals(route, event.at("/requestContext/routeKey").asText(), name);
            assertEquals(route.substring(0, route.indexOf(' ')), event.at("/requestContext/http/method").asText(), name);
        });
    }

    @Test
    @DisplayName("[R6] device routes carry a client certificate, operator routes an IAM caller, enrolment neither")
    void payloadsCarryTheirCallers() {
        EventFiles.names().stream().filter(name -> EventFiles.read(name).has("routeKey")).forEach(name -> {
            JsonNode event = EventFiles.read(name);
            String route = event.path("routeKey").asText();
            boolean device = route.contains(" /device/");
            boolean open = route.equals("POST /enroll");
            assertEquals(device, event.at("/requestContext/authentication/clientCert/clientCertPem").isTextual(), name);
            assertEquals(!device && !open, event.at("/requestContext/authorizer/iam/userArn").isTextual(), name);
        });
    }

    @Test
    @DisplayName("every stream record passes the filter of the template")
    void recordsPassTheFilter() {
        EventSource.TableStream stream = Triggers.functions().stream().flatMap(function -> function.events().stream())
                .filter(EventSource.TableStream.class::isInstance).map(EventSource.TableStream.class::cast)
                .findFirst().orElseThrow();
        List<EventPattern> filters = stream.filters().stream().map(EventPattern::parse).toList();
        EventFiles.names().stream().filter(name -> name.startsWith("Recorder/")).forEach(name ->
                EventFiles.read(name).path("Records").forEach(record ->
                        assertTrue(filters.stream().anyMatch(filter -> filter.matches(record)), name + ": " + record)));
    }
}
