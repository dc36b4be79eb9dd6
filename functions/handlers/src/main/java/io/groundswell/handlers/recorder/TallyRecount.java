package io.groundswell.handlers.recorder;

import io.groundswell.domain.audit.Lane;
import io.groundswell.domain.device.Contribution;
import io.groundswell.domain.name.DeviceRef;
import io.groundswell.domain.name.GroupRef;
import io.groundswell.domain.rollout.Rollout;
import io.groundswell.handlers.concurrent.Parallel;
import io.groundswell.handlers.table.Change;
import io.groundswell.handlers.table.ChainWriter;
import io.groundswell.handlers.table.GroupStore;
import io.groundswell.handlers.table.TallyLedger;
import io.groundswell.handlers.table.TallyLedger.Snapshot;
import io.groundswell.handlers.table.WorkStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Recounts the tallies of a rollout from what its devices have on record, and adds what they differ by (R32).
 *
 * <p>The heads are read before the devices are: a device that is on record up to a head has its item by then. A correction
 * is an event with the next revision of the tally: of two reconcilers that found the same difference one adds it.
 */
final class TallyRecount {

    private static final int READ_TOGETHER = 100;
    private static final int ROUNDS = 5;

    private final TallyLedger ledger;
    private final ChainWriter chain;
    private final GroupStore groups;
    private final WorkStore works;
    private final InstantSource clock;

    TallyRecount(TallyLedger ledger, ChainWriter chain, GroupStore groups, WorkStore works, InstantSource clock) {
        this.ledger = ledger;
        this.chain = chain;
        this.groups = groups;
        this.works = works;
        this.clock = clock;
    }

    /** A device with work on the rollout, and the wave it is counted in. */
    private record Worker(DeviceRef device, int wave) {
    }

    /** Recounts one rollout; true when a tally was corrected. */
    boolean recount(Rollout rollout, int lanes, ReconcileReport report) {
        for (int round = 1; round <= ROUNDS; round++) {
            Map<Lane, Snapshot> snapshots = new HashMap<>();
            for (int index = 0; index < lanes; index++) {
                Lane lane = new Lane(rollout.ref().fleet(), index);
                snapshots.put(lane, ledger.read(rollout, lane));
            }
            AtomicBoolean unsettled = new AtomicBoolean();
            Map<Lane, Map<Integer, Map<String, Integer>>> counted = count(rollout, lanes, snapshots, unsettled);
            if (!unsettled.get()) {
                Optional<Boolean> corrected = correct(rollout, lanes, snapshots, counted, report);
                if (corrected.isPresent()) {
                    report.recounted(lanes);
                    return corrected.get();
                }
            }
        }
        report.unresolved("rollout " + rollout.ref().id() + " has devices with missing revisions; its tallies are recounted "
                + "when those are on record");
        return false;
    }

    private Map<Lane, Map<Integer, Map<String, Integer>>> count(Rollout rollout, int lanes, Map<Lane, Snapshot> snapshots,
            AtomicBoolean unsettled) {
        Map<Lane, Map<Integer, Map<String, Integer>>> counted = new ConcurrentHashMap<>();
        snapshots.keySet().forEach(lane -> counted.put(lane, new HashMap<>()));
        Parallel.forEach(workers(rollout), (worker, device) -> {
            Lane lane = TallyLedger.laneOf(device.device(), lanes);
            Snapshot snapshot = snapshots.get(lane);
            var contribution = ledger.contribution(device.device(), rollout.ref().id(), snapshot.sequence());
            Map<Integer, Map<String, Integer>> waves = counted.get(lane);
            synchronized (waves) {
                contribution.ifPresentOrElse(
                        counters -> counters.forEach((counter, n) -> waves
                                .computeIfAbsent(device.wave(), wave -> new TreeMap<>()).merge(counter, n, Integer::sum)),
                        () -> unsettled.set(true));
            }
        });
        return counted;
    }

    private List<Worker> workers(Rollout rollout) {
        List<String> members = new ArrayList<>();
        String fleet = rollout.ref().fleet();
        groups.forEachMember(new GroupRef(fleet, rollout.plan().group()), member -> members.add(member.device()));
        List<Worker> workers = new ArrayList<>();
        for (List<String> names : Parallel.chunks(members, READ_TOGETHER)) {
            works.findAll(fleet, names, rollout.ref().id()).forEach((name, work) ->
                    workers.add(new Worker(new DeviceRef(fleet, name), work.wave())));
        }
        return workers;
    }

    /** Whether something was corrected; empty when another reconciler was faster. */
    private Optional<Boolean> correct(Rollout rollout, int lanes, Map<Lane, Snapshot> snapshots,
            Map<Lane, Map<Integer, Map<String, Integer>>> counted, ReconcileReport report) {
        boolean corrected = false;
        for (Snapshot snapshot : snapshots.values()) {
            for (int wave = 0; wave < rollout.waves().size(); wave++) {
                Map<String, Integer> recount = counted.get(snapshot.lane()).getOrDefault(wave, Map.of());
                Map<String, Integer> difference = Contribution.change(snapshot.counters().get(wave), recount);
                if (!difference.isEmpty()) {
                    Change evidence = ledger.correction(rollout, snapshot, wave, recount, clock.instant());
                    if (!chain.appendTogether(evidence.lane(lanes), List.of(evidence), Map.of(evidence.key(), difference))) {
                        return Optional.empty();
                    }
                    report.corrected("rollout " + rollout.ref().id() + " wave " + wave + " lane " + snapshot.lane()
                            + ": the tally was " + snapshot.counters().get(wave) + ", recounted " + new TreeMap<>(recount));
                    corrected = true;
                }
            }
        }
        return Optional.of(corrected);
    }
}
