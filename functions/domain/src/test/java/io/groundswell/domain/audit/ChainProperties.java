package io.groundswell.domain.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChainProperties {

    @Property
    @Label("[R32] the same events always end in the same head")
    void isReproducible(@ForAll @Size(max = 12) List<@From("events") AuditEvent> events) {
        assertEquals(head(events), head(List.copyOf(events)));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Label("[R32] altering, dropping, repeating or swapping any event changes the head")
    void everyTamperingShows(@ForAll @Size(min = 2, max = 12) List<@From("events") AuditEvent> events,
            @ForAll @IntRange(max = 11) int pick, @ForAll("events") AuditEvent other) {
        int at = pick % events.size();
        int next = (at + 1) % events.size();
        String honest = head(events);
        List<AuditEvent> dropped = new ArrayList<>(events);
        dropped.remove(at);
        List<AuditEvent> repeated = new ArrayList<>(events);
        repeated.add(at, events.get(at));
        assertNotEquals(honest, head(dropped));
        assertNotEquals(honest, head(repeated));
        Assume.that(!other.equals(events.get(at)) && !events.get(at).equals(events.get(next)));
        List<AuditEvent> altered = new ArrayList<>(events);
        altered.set(at, other);
        List<AuditEvent> swapped = new ArrayList<>(events);
        Collections.swap(swapped, at, next);
        assertNotEquals(honest, head(altered));
        assertNotEquals(honest, head(swapped));
    }

    @Property
    @Label("[R32] any partition key has one of the fleet's lanes")
    void anyKeyHasALane(@ForAll String partitionKey, @ForAll @IntRange(min = 1, max = 64) int lanes) {
        int index = Lane.of("plant", partitionKey, lanes).index();
        assertTrue(index >= 0 && index < lanes);
    }

    @Provide
    Arbitrary<AuditEvent> events() {
        return Combinators.combine(
                Arbitraries.of("ROLLOUT#plant#r1/META", "DEVICE#plant#press-1/META"),
                Arbitraries.longs().between(1, 4),
                Arbitraries.of("rollout.halted", "rollout.resumed"),
                Arbitraries.of("ana", "groundswell"),
                Arbitraries.integers().between(0, 3))
                .as((subject, revision, type, actor, wave) -> new AuditEvent("plant", subject, revision,
                        Instant.parse("2026-03-01T09:30:00Z"), type, actor, Map.of("wave", wave)));
    }

    private static String head(List<AuditEvent> events) {
        ChainHead head = ChainHead.origin(new Lane("plant", 0));
        for (AuditEvent event : events) {
            head = head.append(event).head();
        }
        return head.hash();
    }
}
