package io.groundswell.tuf.repository;

import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.RepositoryConflict;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Signed;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.TrustedMetadata;
import java.util.Optional;

/**
 * Takes in newer offline-signed metadata without a moment at which clients refuse what is published.
 *
 * <p>Targets are committed together with the snapshot and publisher that go with them. A root takes effect by itself
 * as soon as it is written, so what is published has to be valid under the old and the new root before that.
 */
final class OfflineUpdates {

    private static final int MAX_SKIPPED = 100;

    private final RepositoryFiles files;
    private final Commits commits;
    private final OnlineKeys keys;

    OfflineUpdates(RepositoryFiles files, Commits commits, OnlineKeys keys) {
        this.files = files;
        this.commits = commits;
        this.keys = keys;
    }

    RepositoryStatus root(byte[] bytes) {
        Metadata<Root> offered = OfflineRules.parseRoot(bytes);
        RepositoryState current = commits.current().state();
        long version = offered.signed().version();
        if (version > current.root().signed().version()) {
            new TrustedMetadata(current.root().bytes(), commits.online().now()).updateRoot(bytes);
            OfflineRules.requireUsable(offered.signed(), keys);
            OfflineRules.requireFresh(offered.signed(), commits.online().now());
            prepareFor(offered.signed(), current);
        }
        files.createOnce(RepositoryFiles.versioned(Root.TYPE, version), bytes,
                "the current root is version " + current.root().signed().version() + "; sign the one after it");
        return commits.current().state().status();
    }

    /** Makes sure that what is published is signed for the new root as well, before the new root exists. */
    private void prepareFor(Root offered, RepositoryState current) {
        if (!isSigned(offered, Targets.TYPE, current.targets())) {
            throw new InvalidInput("root version " + offered.version() + " replaces the targets keys so that the "
                    + "current targets are no longer signed: first upload targets signed by the old and the new keys");
        }
        if (isSigned(offered, Snapshot.TYPE, current.snapshot())
                && isSigned(offered, Timestamp.TYPE, current.timestamp())) {
            return;
        }
        Root today = current.root().signed();
        if (!today.grants(Snapshot.TYPE, keys.snapshot()) || !today.grants(Timestamp.TYPE, keys.timestamp())) {
            throw new InvalidInput("root version " + offered.version() + " replaces online keys in one step: "
                    + "first upload a root that names the old and the new online keys");
        }
        commits.apply((state, online) ->
                Optional.of(commits.next(state, online, state.targets(), state.publisher())));
    }

    private static boolean isSigned(Root root, String role, Metadata<? extends Signed> metadata) {
        try {
            root.requireSigned(role, metadata);
            return true;
        } catch (MetadataRefused e) {
            return false;
        }
    }

    RepositoryStatus targets(byte[] bytes) {
        Metadata<Targets> offered = OfflineRules.parseTargets(bytes);
        OfflineRules.requireUsable(offered.signed(), keys);
        return commits.apply((current, online) -> {
            current.root().signed().requireSigned(Targets.TYPE, offered);
            if (current.targets().hasBytes(bytes)) {
                return Optional.empty();
            }
            OfflineRules.requireFresh(offered.signed(), online.now());
            long version = offered.signed().version();
            requireNext(current.targets().signed().version(), version);
            files.createOnce(RepositoryFiles.versioned(Targets.TYPE, version), bytes,
                    "an upload of that version never completed; sign the new content as version " + (version + 1));
            return Optional.of(commits.next(current, online, offered, publisherFor(offered, current, online)));
        });
    }

    /** A version that an unfinished upload took is skipped by signing the next one; nothing else may be skipped. */
    private void requireNext(long current, long offered) {
        if (offered <= current) {
            throw new RepositoryConflict("targets version " + current + " is current and has other content, found "
                    + "version " + offered + ": sign version " + (current + 1));
        }
        for (long version = current + 1; version < offered; version++) {
            if (version > current + MAX_SKIPPED
                    || files.read(RepositoryFiles.versioned(Targets.TYPE, version)).isEmpty()) {
                throw new InvalidInput("the next targets version is " + version + ", found " + offered);
            }
        }
    }

    /** New targets may name another publisher key; then the publisher's content is signed with it in the same commit. */
    private Metadata<Targets> publisherFor(Metadata<Targets> offered, RepositoryState current, OnlineRoles online) {
        return online.publisherIsDue(current.publisher()) || !isDelegated(offered.signed(), current.publisher())
                ? commits.resignedPublisher(current, online) : current.publisher();
    }

    private static boolean isDelegated(Targets targets, Metadata<Targets> publisher) {
        try {
            targets.delegations().orElseThrow().requireSigned(FleetRepository.PUBLISHER, publisher);
            return true;
        } catch (MetadataRefused e) {
            return false;
        }
    }
}
