package io.groundswell.handlers.artifact;

import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.KmsKeys;
import io.groundswell.handlers.table.Evidence;
import io.groundswell.handlers.table.Fleet;
import io.groundswell.handlers.table.Fleet.OfflineRole;
import io.groundswell.handlers.table.FleetKeys;
import io.groundswell.handlers.table.FleetKeys.OnlineKey;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.handlers.table.Retry;
import io.groundswell.handlers.table.Versioned;
import io.groundswell.handlers.table.WriteConflict;
import io.groundswell.tuf.repository.FleetRepository;
import io.groundswell.tuf.repository.RepositoryStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes a fleet's keys, its repository and its record, in that order; each step is idempotent on the fleet's name. */
final class FleetFounding {

    private final FleetStore fleets;
    private final FleetRepositories repositories;
    private final KmsKeys kms;
    private final InstantSource clock;

    FleetFounding(FleetStore fleets, FleetRepositories repositories, KmsKeys kms, InstantSource clock) {
        this.fleets = fleets;
        this.repositories = repositories;
        this.kms = kms;
        this.clock = clock;
    }

    /** The fleet's keys, made by the first call. */
    FleetKeys keys(String fleet) {
        return fleets.keys(fleet).orElseGet(() -> makeKeys(fleet));
    }

    private FleetKeys makeKeys(String fleet) {
        List<OnlineKey> made = new ArrayList<>();
        try {
            for (String role : List.of("publisher", "snapshot", "timestamp")) {
                made.add(kms.create(fleet, role));
            }
            FleetKeys keys = new FleetKeys(made.get(0), made.get(1), made.get(2));
            fleets.putKeys(fleet, keys);
            return keys;
        } catch (WriteConflict madeMeanwhile) {
            made.forEach(kms::retire);
            return fleets.keys(fleet).orElseThrow();
        } catch (RuntimeException failure) {
            made.forEach(kms::retire);
            throw failure;
        }
    }

    /** Accepts root and targets as clients would, then records the fleet; the same content again changes nothing. */
    Fleet create(String name, byte[] root, byte[] targets, String actor) {
        FleetRepository repository = repositories.of(name);
        RepositoryStatus status = TufRefusals.ofSentMetadata(() -> repository.create(root, targets));
        Optional<Versioned<Fleet>> existing = fleets.find(name);
        if (existing.isPresent()) {
            return existing.get().value();
        }
        Fleet fleet = new Fleet(name, Fleet.DEFAULT_LANES, now(), role(status, "root"), role(status, "targets"));
        try {
            fleets.create(fleet, new Evidence("fleet.created", actor, fleet.createdAt(), Map.of(
                    "lanes", fleet.lanes(), "root_version", fleet.root().version(),
                    "targets_version", fleet.targets().version())));
            return fleet;
        } catch (WriteConflict createdMeanwhile) {
            return fleets.get(name).value();
        }
    }

    Fleet updateRoot(String name, byte[] root, String actor) {
        fleets.require(name);
        FleetRepository repository = repositories.of(name);
        RepositoryStatus status = TufRefusals.ofSentMetadata(() -> repository.updateRoot(root));
        return record(name, "fleet.root_updated", actor, role(status, "root"), Fleet::root,
                (fleet, role) -> fleet.withRoles(role, fleet.targets()));
    }

    Fleet updateTargets(String name, byte[] targets, String actor) {
        fleets.require(name);
        FleetRepository repository = repositories.of(name);
        RepositoryStatus status = TufRefusals.ofSentMetadata(() -> repository.updateTargets(targets));
        return record(name, "fleet.targets_updated", actor, role(status, "targets"), Fleet::targets,
                (fleet, role) -> fleet.withRoles(fleet.root(), role));
    }

    /** Records a newer role; what is recorded already, or overtaken, is no event. */
    private Fleet record(String name, String type, String actor, OfflineRole role,
            Function<Fleet, OfflineRole> recorded,
            BiFunction<Fleet, OfflineRole, Fleet> with) {
        return Retry.onConflict(() -> {
            Versioned<Fleet> now = fleets.get(name);
            OfflineRole before = recorded.apply(now.value());
            if (before.version() >= role.version()) {
                return now.value();
            }
            Fleet next = with.apply(now.value(), role);
            fleets.save(now, next, new Evidence(type, actor, now(),
                    Map.of("version", role.version(), "previous_version", before.version(),
                            "expires", Timestamps.format(role.expires()))));
            return next;
        });
    }

    private static OfflineRole role(RepositoryStatus status, String role) {
        RepositoryStatus.RoleStatus found = status.roles().get(role);
        return new OfflineRole(found.version(), found.expires());
    }

    private Instant now() {
        return Timestamps.truncate(clock.instant());
    }
}
