package io.groundswell.tuf.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.groundswell.tuf.client.TufClient;
import io.groundswell.tuf.repository.Interleaving.Crash;
import io.groundswell.tuf.repository.Interleaving.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** R3: whatever order the store calls of concurrent writers take, and wherever one crashes, no client refuses. */
class ConcurrentWritersProperties {

    private enum Work { PUBLISH, PUBLISH_THE_SAME, REFRESH, RESIGN_ALL, RENEW_ROOT, RENEW_TARGETS }

    private record Plan(Work work, Optional<CrashPoint> crash) {
    }

    @Provide
    Arbitrary<List<Plan>> plans() {
        Arbitrary<Optional<CrashPoint>> crashes = Combinators.combine(
                Arbitraries.integers().between(0, 4), Arbitraries.of(true, false)).as(CrashPoint::new).optional(0.3);
        return Combinators.combine(Arbitraries.of(Work.class), crashes).as(Plan::new).list().ofMinSize(2).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Integer>> orders() {
        return Arbitraries.integers().between(0, 3).list().ofMinSize(1).ofMaxSize(60);
    }

    @Property(tries = 60)
    @Label("[R3] concurrent publishes, refreshes and uploads never leave metadata that a client refuses, nor lose a target")
    void noClientEverRefuses(@ForAll("plans") List<Plan> plans, @ForAll("orders") List<Integer> order)
            throws InterruptedException {
        TestFleet fleet = TestFleet.withCheapKeys();
        FleetRepository first = fleet.created();
        first.addTarget("base/1/f", 1, TestFleet.SHA256, TestFleet.custom("model"));
        TufClient faithful = fleet.client();
        Interleaving interleaving = new Interleaving(fleet.store, () -> {
            faithful.refresh();
            assertTrue(faithful.findTarget("base/1/f").isPresent());
            fleet.client().refresh();
        });
        Ceremony.Offline renewed = renewed(fleet);
        for (int i = 0; i < plans.size(); i++) {
            interleaving.add(plans.get(i).crash(), work(fleet, renewed, plans.get(i).work(), i));
        }
        List<Optional<Throwable>> failures = interleaving.run(order);
        failures.forEach(failure -> failure.ifPresent(f -> assertInstanceOf(Crash.class, f)));
        IntStream.range(0, plans.size()).filter(i -> failures.get(i).isPresent())
                .forEach(i -> work(fleet, renewed, plans.get(i).work(), i).accept(fleet.store));
        requireOutcome(fleet, faithful, plans);
    }

    private static void requireOutcome(TestFleet fleet, TufClient faithful, List<Plan> plans) {
        faithful.refresh();
        for (int i = 0; i < plans.size(); i++) {
            switch (plans.get(i).work()) {
                case PUBLISH -> assertTrue(faithful.findTarget("artifact-" + i + "/1/f").isPresent());
                case PUBLISH_THE_SAME -> assertTrue(faithful.findTarget("shared/1/f").isPresent());
                case RENEW_ROOT -> assertEquals(2, fleet.repository().status().roles().get("root").version());
                case RENEW_TARGETS -> assertEquals(2, fleet.repository().status().roles().get("targets").version());
                case REFRESH, RESIGN_ALL -> { }
            }
        }
    }

    private static Consumer<MetadataStore> work(TestFleet fleet, Ceremony.Offline renewed, Work work, int number) {
        return store -> {
            FleetRepository repository = fleet.repository(store);
            switch (work) {
                case PUBLISH -> repository.addTarget(
                        "artifact-" + number + "/1/f", 1, TestFleet.SHA256, TestFleet.custom("model"));
                case PUBLISH_THE_SAME -> repository.addTarget(
                        "shared/1/f", 1, TestFleet.SHA256, TestFleet.custom("model"));
                case REFRESH -> repository.refresh();
                case RESIGN_ALL -> new FleetRepository(store, fleet.online, fleet.clock, new Lifetimes(
                        Duration.ofDays(900), Duration.ofDays(900), Duration.ofDays(900))).refresh();
                case RENEW_ROOT -> repository.updateRoot(renewed.root());
                case RENEW_TARGETS -> repository.updateTargets(renewed.targets());
            }
        };
    }

    private static Ceremony.Offline renewed(TestFleet fleet) {
        return Ceremony.YEARLY.rotate(fleet.founded.root(), fleet.founded.targets(), fleet.roles, fleet.online.keys(),
                Stream.concat(fleet.rootKeys.stream(), fleet.targetsKeys.stream()).toList(),
                fleet.clock.instant().plusSeconds(60));
    }

    @Property(tries = 40)
    @Label("[R5] creation that crashes or runs twice at once ends in one repository that clients accept")
    void creationCompletes(@ForAll("orders") List<Integer> order, @ForAll("plans") List<Plan> plans)
            throws InterruptedException {
        TestFleet fleet = TestFleet.withCheapKeys();
        Interleaving interleaving = new Interleaving(fleet.store, () -> {
            if (fleet.store.names().contains("timestamp.json")) {
                fleet.client().refresh();
            }
        });
        Consumer<MetadataStore> create = store ->
                fleet.repository(store).create(fleet.founded.root(), fleet.founded.targets());
        plans.forEach(plan -> interleaving.add(plan.crash(), create));
        interleaving.run(order).forEach(failure ->
                failure.ifPresent(f -> assertInstanceOf(Crash.class, f)));
        create.accept(fleet.store);
        fleet.client().refresh();
    }
}
