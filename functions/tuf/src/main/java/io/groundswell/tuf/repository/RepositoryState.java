package io.groundswell.tuf.repository;

import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.TrustedMetadata;
import io.groundswell.tuf.repository.RepositoryStatus.RoleStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One consistent state of a fleet's metadata: what a client sees that starts from its timestamp. */
record RepositoryState(Metadata<Root> root, Metadata<Targets> targets, Metadata<Targets> publisher,
        Metadata<Snapshot> snapshot, Metadata<Timestamp> timestamp) {

    RepositoryStatus status() {
        Map<String, RoleStatus> roles = new LinkedHashMap<>();
        roles.put(Root.TYPE, RoleStatus.of(root));
        roles.put(Targets.TYPE, RoleStatus.of(targets));
        roles.put(FleetRepository.PUBLISHER, RoleStatus.of(publisher));
        roles.put(Snapshot.TYPE, RoleStatus.of(snapshot));
        roles.put(Timestamp.TYPE, RoleStatus.of(timestamp));
        return new RepositoryStatus(roles);
    }

    /** Refuses this state if a client that starts from nothing but its root would. */
    void requireAcceptable(Instant at) {
        accept(new TrustedMetadata(root.bytes(), at));
    }

    /** Refuses this state if a client would that has seen the earlier one. */
    void requireAcceptableAfter(RepositoryState earlier, Instant at) {
        TrustedMetadata client = new TrustedMetadata(root.bytes(), at);
        recall(() -> client.recallTimestamp(earlier.timestamp().bytes()));
        client.updateTimestamp(timestamp.bytes());
        recall(() -> client.recallSnapshot(earlier.snapshot().bytes()));
        client.updateSnapshot(snapshot.bytes());
        acceptTargets(client);
    }

    /** A moment, now or earlier, at which no offline role has expired: what is checked then is everything else. */
    Instant whenOfflineRolesAreFresh(Instant now) {
        Instant soonest = root.signed().expires().isBefore(targets.signed().expires())
                ? root.signed().expires() : targets.signed().expires();
        return now.isBefore(soonest) ? now : soonest.minusSeconds(1);
    }

    private void accept(TrustedMetadata client) {
        client.updateTimestamp(timestamp.bytes());
        client.updateSnapshot(snapshot.bytes());
        acceptTargets(client);
    }

    private void acceptTargets(TrustedMetadata client) {
        client.updateTargets(targets.bytes());
        client.updateDelegated(FleetRepository.PUBLISHER, Targets.TYPE, publisher.bytes());
    }

    private static void recall(Runnable recall) {
        try {
            recall.run();
        } catch (MetadataRefused e) {
            // As a client does: what its newest root no longer vouches for takes no part in the rollback checks.
            return;
        }
    }
}
