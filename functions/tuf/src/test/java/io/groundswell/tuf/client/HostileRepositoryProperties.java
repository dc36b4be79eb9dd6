package io.groundswell.tuf.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.groundswell.tuf.Signer;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.TufException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Whatever a server changes, mixes or signs with stolen keys: what a naive checker rejects is never trusted. */
class HostileRepositoryProperties {

    /** What the repository lives through, how much of it the client sees in time, and what the server does then. */
    record Attack(boolean promiseHashes, List<History.Day> days, int seen, int timestamp, boolean evilTargets,
            List<Tampering> tamperings, List<String> stolen) {
    }

    @Provide
    Arbitrary<Attack> attacks() {
        Arbitrary<Tampering> tampering = Arbitraries.oneOf(anyTampering(), thiefsTampering());
        return Combinators.combine(Arbitraries.of(true, false), days(), Arbitraries.integers().between(0, 4),
                Arbitraries.of(0, 0, 0, 1, 2), Arbitraries.of(true, false), tampering.list().ofMaxSize(3),
                Arbitraries.<List<String>>of(List.of(), List.of("timestamp"), List.of("timestamp", "snapshot"),
                        List.of("timestamp", "snapshot", "targets"), List.of("timestamp", "snapshot", "A", "C"),
                        List.of("targets", "A"))).as(Attack::new);
    }

    private static Arbitrary<Tampering> anyTampering() {
        return Combinators.combine(Arbitraries.of(Tampering.Kind.class), Arbitraries.integers().between(0, 30),
                Arbitraries.integers().between(0, 2_000)).as(Tampering::new);
    }

    /** The newest timestamp, snapshot and targets, signed again with something in them changed a little. */
    private static Arbitrary<Tampering> thiefsTampering() {
        return Combinators.combine(Arbitraries.of(Tampering.Kind.class).filter(Tampering.Kind::needsKeys),
                Arbitraries.integers().between(0, 2), Arbitraries.integers().between(1, 6)).as(Tampering::new);
    }

    @Provide
    Arbitrary<List<History.Day>> days() {
        return Arbitraries.of(History.Day.class).list().ofMinSize(1).ofMaxSize(4);
    }

    @Property(tries = 120, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReportMode.OFF)
    @Label("[R30] a hostile repository never makes a client trust what a naive checker rejects, and it recovers")
    void trustsNothingThatACheckerRejects(@ForAll("attacks") Attack attack) {
        History history = new History(attack.promiseHashes());
        MortalStore store = MortalStore.trusting(history.anchor());
        for (int i = 0; i < attack.days().size(); i++) {
            history.live(attack.days().get(i));
            if (i < attack.seen()) {
                requireHonestUpdate(history, store);
            }
        }
        Map<String, List<Signer>> stolen = history.steal(attack.stolen());
        HostileServer server = HostileServer.of(history.repository, attack.timestamp(), attack.evilTargets());
        server.tamper(attack.tamperings(), stolen);
        suffer(server, store);
        for (String outcome : List.of("accepted", "refused")) {
            Statistics.label("refresh").coverage(checks -> checks.check(outcome).percentage(share -> share > 1));
            Statistics.label("target").coverage(checks -> checks.check(outcome).percentage(share -> share > 1));
        }
        if (!stolen.isEmpty()) {
            history.recover();
        }
        requireHonestUpdate(history, store);
    }

    private static void suffer(HostileServer server, MortalStore store) {
        Map<String, byte[]> before = store.copy();
        TufClient client = client(store, server);
        try {
            client.refresh();
        } catch (TufException refused) {
            Statistics.label("refresh").collect("refused");
            assertEquals(List.of(), checker(before, server, store).afterFailure(), refused.getMessage());
            return;
        }
        Statistics.label("refresh").collect("accepted");
        assertEquals(List.of(), checker(before, server, store).afterSuccess());
        History.PATHS.forEach(path -> ask(client, path, before, server, store));
    }

    private static void ask(TufClient client, String path, Map<String, byte[]> before, HostileServer server,
            MortalStore store) {
        Optional<TargetFile> found;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            found = client.findTarget(path);
            if (found.isPresent()) {
                client.downloadTarget(path, found.get(), server::openTarget, bytes);
            }
        } catch (TufException refused) {
            Statistics.label("target").collect("refused");
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Statistics.label("target").collect(found.isPresent() ? "accepted" : "unknown");
        NaiveChecker checker = checker(before, server, store);
        Optional<Map<String, Object>> rightful = checker.target(path);
        assertEquals(rightful.map(target -> target.get("length")), found.map(TargetFile::length), path);
        rightful.ifPresent(target -> {
            assertEquals(target.get("length"), (long) bytes.size(), path);
            assertEquals(NaiveChecker.object(target, "hashes").get("sha256"),
                    NaiveChecker.sha256(bytes.toByteArray()), path);
        });
    }

    private static NaiveChecker checker(Map<String, byte[]> before, HostileServer server, MortalStore store) {
        return new NaiveChecker(before, server.served, store.copy(), SimulatedRepository.NOW);
    }

    private static TufClient client(MortalStore store, Fetcher metadata) {
        return new TufClient(store, metadata, () -> SimulatedRepository.NOW, Limits.STANDARD);
    }

    /** The honest repository as it is today: all of it is accepted, and every target is found as published. */
    private static void requireHonestUpdate(History history, MortalStore store) {
        HostileServer honest = HostileServer.of(history.repository, 0, false);
        Map<String, byte[]> before = store.copy();
        TufClient client = client(store, honest);
        client.refresh();
        assertEquals(List.of(), checker(before, honest, store).afterSuccess());
        for (String path : List.of("top", "a/file", "a/other", "b")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                client.downloadTarget(path, client.findTarget(path).orElseThrow(), honest::openTarget, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertArrayEquals(history.repository.targetBytes.get(path), bytes.toByteArray(), path);
        }
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReportMode.OFF)
    @Label("[R30] power lost at any write of an update leaves a store from which the next update works")
    void survivesPowerLoss(@ForAll("days") List<History.Day> before, @ForAll("days") List<History.Day> missed,
            @ForAll boolean promiseHashes, @ForAll boolean takesEffect, @ForAll int at) {
        History history = new History(promiseHashes);
        MortalStore store = MortalStore.trusting(history.anchor());
        before.forEach(history::live);
        requireHonestUpdate(history, store);
        missed.forEach(history::live);
        store.loseMainsAfter(Math.floorMod(at, 12), takesEffect);
        try {
            requireHonestUpdate(history, store);
            Statistics.collect("survived");
        } catch (MortalStore.PowerLost died) {
            Statistics.collect("died");
        }
        Statistics.coverage(checks -> checks.check("died").percentage(share -> share > 1));
        store.restoreMains();
        requireHonestUpdate(history, store);
    }
}
