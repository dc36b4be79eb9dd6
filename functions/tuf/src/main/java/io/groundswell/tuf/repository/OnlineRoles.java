package io.groundswell.tuf.repository;

import io.groundswell.tuf.MetaFile;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Builds and signs the three online roles at one moment. */
record OnlineRoles(OnlineSigners signers, Lifetimes lifetimes, Instant now) {

    Metadata<Targets> publisher(long version, Map<String, TargetFile> targets) {
        return Metadata.sign(Targets.of(version, Lifetimes.expiry(now, lifetimes.publisher()), targets),
                List.of(signers.publisher()));
    }

    Metadata<Snapshot> snapshot(long version, Metadata<Targets> targets, Metadata<Targets> publisher) {
        Map<String, MetaFile> meta = Map.of(Targets.TYPE + ".json", MetaFile.of(targets),
                FleetRepository.PUBLISHER + ".json", MetaFile.of(publisher));
        return Metadata.sign(new Snapshot(version, Lifetimes.expiry(now, lifetimes.snapshot()), meta, Map.of()),
                List.of(signers.snapshot()));
    }

    Metadata<Timestamp> timestamp(long version, Metadata<Snapshot> snapshot) {
        return Metadata.sign(new Timestamp(version, Lifetimes.expiry(now, lifetimes.timestamp()),
                MetaFile.of(snapshot), Map.of()), List.of(signers.timestamp()));
    }

    boolean publisherIsDue(Metadata<Targets> publisher) {
        return Lifetimes.isDue(now, publisher.signed().expires(), lifetimes.publisher());
    }

    boolean snapshotIsDue(Metadata<Snapshot> snapshot) {
        return Lifetimes.isDue(now, snapshot.signed().expires(), lifetimes.snapshot());
    }
}
