package io.groundswell.tuf.repository;

import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.RepositoryConflict;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.repository.RepositoryFiles.Current;
import java.time.InstantSource;
import java.util.Optional;

/** The one way in which a fleet's metadata changes: from the current state to the next, by replacing the timestamp. */
final class Commits {

    private static final int MAX_LOST_RACES = 64;

    private final RepositoryFiles files;
    private final OnlineSigners signers;
    private final InstantSource clock;
    private final Lifetimes lifetimes;

    Commits(RepositoryFiles files, OnlineSigners signers, InstantSource clock, Lifetimes lifetimes) {
        this.files = files;
        this.signers = signers;
        this.clock = clock;
        this.lifetimes = lifetimes;
    }

    /** Makes the state that should follow the current one, its versioned files written; empty if all is as wanted. */
    @FunctionalInterface
    interface Change {

        Optional<RepositoryState> from(RepositoryState current, OnlineRoles online);
    }

    OnlineRoles online() {
        return new OnlineRoles(signers, lifetimes, clock.instant());
    }

    Current current() {
        return files.current().orElseThrow(() -> new InvalidInput(
                "this fleet has no repository yet: create it from an offline-signed root and targets"));
    }

    /** Applies the change to the current state, again from the start whenever somebody else committed first. */
    RepositoryStatus apply(Change change) {
        for (int race = 0; race < MAX_LOST_RACES; race++) {
            Current current = current();
            OnlineRoles online = online();
            Optional<RepositoryState> next = change.from(current.state(), online);
            if (next.isEmpty()) {
                return current.state().status();
            }
            next.get().requireAcceptableAfter(current.state(), next.get().whenOfflineRolesAreFresh(online.now()));
            if (files.commit(next.get().timestamp(), current.etag())) {
                return next.get().status();
            }
        }
        throw new RepositoryConflict("lost " + MAX_LOST_RACES + " races for " + RepositoryFiles.TIMESTAMP_FILE
                + " to other writers; try again");
    }

    /** The next state with these targets roles under a new snapshot. */
    RepositoryState next(RepositoryState from, OnlineRoles online, Metadata<Targets> targets,
            Metadata<Targets> publisher) {
        Metadata<Snapshot> snapshot = files.createNext(Snapshot.TYPE, from.snapshot().signed().version(),
                v -> online.snapshot(v, targets, publisher));
        return new RepositoryState(from.root(), targets, publisher, snapshot, nextTimestamp(from, online, snapshot));
    }

    /** The next state that differs by its timestamp alone. */
    RepositoryState nextTimestampOnly(RepositoryState from, OnlineRoles online) {
        return new RepositoryState(from.root(), from.targets(), from.publisher(), from.snapshot(),
                nextTimestamp(from, online, from.snapshot()));
    }

    /** The publisher role with the same targets, signed anew. */
    Metadata<Targets> resignedPublisher(RepositoryState from, OnlineRoles online) {
        return files.createNext(FleetRepository.PUBLISHER, from.publisher().signed().version(),
                v -> online.publisher(v, from.publisher().signed().targets()));
    }

    private static Metadata<Timestamp> nextTimestamp(RepositoryState from, OnlineRoles online,
            Metadata<Snapshot> snapshot) {
        return online.timestamp(from.timestamp().signed().version() + 1, snapshot);
    }
}
