package io.groundswell.handlers.audit;

import io.groundswell.domain.audit.ChainHead;
import io.groundswell.domain.audit.SignedAnchor;
import io.groundswell.domain.time.Timestamps;
import io.groundswell.handlers.aws.KeptObjects;
import io.groundswell.handlers.aws.ObjectKeys;
import io.groundswell.handlers.json.Json;
import io.groundswell.handlers.log.Log;
import io.groundswell.handlers.table.AuditLog;
import io.groundswell.handlers.table.FleetStore;
import io.groundswell.tuf.Signer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Writes down where every fleet's chains end, signed, where nobody can change it for years (R32). */
final class Anchoring {

    private final FleetStore fleets;
    private final AuditLog log;
    private final KeptObjects anchors;
    private final Signer evidence;
    private final InstantSource clock;

    Anchoring(FleetStore fleets, AuditLog log, KeptObjects anchors, Signer evidence, InstantSource clock) {
        this.fleets = fleets;
        this.log = log;
        this.anchors = anchors;
        this.evidence = evidence;
        this.clock = clock;
    }

    /**
     * What one run did.
     *
     * @param anchored fleets whose heads were written
     * @param failed fleets whose heads were not; each is in the log
     */
    record Outcome(int anchored, List<String> failed) {
    }

    /** One fleet's failure does not keep the others from being anchored. */
    Outcome anchorAll() {
        List<String> names = new ArrayList<>();
        fleets.forEachName(names::add);
        List<String> failed = new ArrayList<>();
        int anchored = 0;
        for (String fleet : names) {
            try {
                anchored += anchor(fleet) ? 1 : 0;
            } catch (RuntimeException failure) {
                Log.error("fleet " + fleet + " was not anchored", failure);
                failed.add(fleet);
            }
        }
        return new Outcome(anchored, failed);
    }

    /** False when the fleet has no event yet. */
    private boolean anchor(String fleet) {
        List<ChainHead> heads = log.heads(fleet, fleets.lanes(fleet)).stream()
                .filter(head -> head.sequence() > 0).toList();
        if (heads.isEmpty()) {
            return false;
        }
        Instant at = Timestamps.truncate(clock.instant());
        SignedAnchor anchor = SignedAnchor.sign(fleet, at, heads, evidence::sign);
        if (anchors.createIfAbsent(ObjectKeys.anchor(fleet, at), Json.write(anchor.members())).isEmpty()) {
            throw new IllegalStateException("an anchor of this moment exists; anchor again");
        }
        return true;
    }
}
