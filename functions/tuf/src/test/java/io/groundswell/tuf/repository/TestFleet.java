package io.groundswell.tuf.repository;

import io.groundswell.tuf.EcdsaSigner;
import io.groundswell.tuf.Ed25519Signer;
import io.groundswell.tuf.MutableClock;
import io.groundswell.tuf.TestKeys;
import io.groundswell.tuf.client.InMemoryMetadata;
import io.groundswell.tuf.client.Limits;
import io.groundswell.tuf.client.TufClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A fleet of one test: 2 of 3 root keys, one targets key, online keys, a store and a clock. */
final class TestFleet {

    static final String SHA256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
    final InMemoryMetadataStore store = new InMemoryMetadataStore();
    final OnlineSigners online;
    final List<Ed25519Signer> rootKeys = TestKeys.keys(1, 2, 3);
    final List<Ed25519Signer> targetsKeys = TestKeys.keys(4);
    final OfflineRoles roles =
            new OfflineRoles(TestKeys.publicKeys(rootKeys), 2, TestKeys.publicKeys(targetsKeys), 1);
    final Ceremony.Offline founded;

    TestFleet() {
        this(new OnlineSigners(EcdsaSigner.generate(), EcdsaSigner.generate(), EcdsaSigner.generate()));
    }

    /** Online keys that cost little, for tests that sign thousands of times. */
    static TestFleet withCheapKeys() {
        return new TestFleet(new OnlineSigners(TestKeys.key(5), TestKeys.key(6), TestKeys.key(7)));
    }

    private TestFleet(OnlineSigners online) {
        this.online = online;
        this.founded = Ceremony.YEARLY.found(roles, online.keys(),
                Stream.concat(rootKeys.stream().limit(2), targetsKeys.stream()).toList(), clock.instant());
    }

    FleetRepository repository() {
        return repository(store);
    }

    FleetRepository repository(MetadataStore over) {
        return new FleetRepository(over, online, clock, Lifetimes.STANDARD);
    }

    FleetRepository created() {
        FleetRepository repository = repository();
        repository.create(founded.root(), founded.targets());
        return repository;
    }

    TufClient client() {
        InMemoryMetadata local = new InMemoryMetadata();
        TufClient.trustRoot(local, founded.root());
        return new TufClient(local, store, clock, Limits.STANDARD);
    }

    static Map<String, Object> custom(String kind) {
        return Map.of("kind", kind);
    }
}
