package io.groundswell.tuf.client;

import io.groundswell.tuf.DelegatedRole;
import io.groundswell.tuf.FetchFailed;
import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.MetaFile;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.Timestamp;
import io.groundswell.tuf.TrustedMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A TUF client: updates trusted metadata, finds targets and copies their verified bytes.
 *
 * <p>{@link #refresh()} runs the workflow of the specification from the stored root on. {@link #findTarget} answers
 * from the latest refresh and makes one first if there was none. One instance serves one thread at a time; many
 * instances may share a fetcher.
 */
public final class TufClient {

    private final LocalMetadata local;
    private final Fetcher metadata;
    private final InstantSource clock;
    private final Limits limits;
    private TrustedMetadata trusted;

    /** A client over its stored metadata, which has to hold a root: see {@link #trustRoot}. */
    public TufClient(LocalMetadata local, Fetcher metadata, InstantSource clock, Limits limits) {
        this.local = local;
        this.metadata = metadata;
        this.clock = clock;
        this.limits = limits;
    }

    /** Pins the trust anchor of a device that has none yet; an existing one is kept and refused to be replaced. */
    public static void trustRoot(LocalMetadata local, byte[] root) {
        Metadata<Root> anchor = Metadata.parse(Root.class, root);
        anchor.signed().requireSigned(Root.TYPE, anchor);
        if (local.read(Root.TYPE).isPresent()) {
            throw new InvalidInput("a trusted root is there already; remove the stored metadata to start anew");
        }
        local.write(Root.TYPE, root);
    }

    /** Whether a whole root is stored; without one no update can begin. */
    public static boolean hasRoot(LocalMetadata local) {
        try {
            return local.read(Root.TYPE).map(root -> new TrustedMetadata(root, Instant.EPOCH)).isPresent();
        } catch (MetadataRefused e) {
            return false;
        }
    }

    /**
     * Updates root, timestamp, snapshot and targets (5.1 to 5.6).
     *
     * @throws MetadataRefused if the repository serves what must not be trusted; what was stored stays trusted
     * @throws FetchFailed if the repository cannot be read
     * @throws FileMissing if the repository lacks a file that its metadata promises
     */
    public void refresh() {
        trusted = null;
        byte[] anchor = local.read(Root.TYPE).orElseThrow(
                () -> new InvalidInput("there is no trusted root: initialise the client with one"));
        TrustedMetadata update = new TrustedMetadata(anchor, clock.instant());
        updateRoot(update);
        updateTimestamp(update);
        updateSnapshot(update);
        load(update, Targets.TYPE, Root.TYPE);
        trusted = update;
    }

    /** Lets go of what the latest refresh read; what is stored stays, and the next question refreshes first. */
    public void forget() {
        trusted = null;
    }

    private void updateRoot(TrustedMetadata update) {
        for (int i = 0; i < limits.rootRotations(); i++) {
            Root before = update.root().signed();
            byte[] bytes;
            try {
                bytes = metadata.fetch((before.version() + 1) + ".root.json", limits.root());
            } catch (FileMissing e) {
                break;
            }
            update.updateRoot(bytes);
            if (TrustedMetadata.revokesOnlineKeys(before, update.root().signed())) {
                // Before the root is stored: after a crash in between, the next update comes this way again.
                local.delete(Timestamp.TYPE);
                local.delete(Snapshot.TYPE);
            }
            local.write(Root.TYPE, bytes);
        }
        update.requireFreshRoot();
    }

    private void updateTimestamp(TrustedMetadata update) {
        recall(Timestamp.TYPE, update::recallTimestamp);
        byte[] bytes = metadata.fetch("timestamp.json", limits.timestamp());
        if (update.updateTimestamp(bytes)) {
            local.write(Timestamp.TYPE, bytes);
        }
    }

    private void updateSnapshot(TrustedMetadata update) {
        recall(Snapshot.TYPE, update::recallSnapshot);
        if (update.snapshotIsCurrent()) {
            return;
        }
        MetaFile promised = update.snapshotMeta();
        byte[] bytes = metadata.fetch(fileName(update, Snapshot.TYPE, promised), bound(promised, limits.snapshot()));
        update.updateSnapshot(bytes);
        local.write(Snapshot.TYPE, bytes);
    }

    private void recall(String role, Consumer<byte[]> recall) {
        try {
            local.read(role).ifPresent(recall);
        } catch (MetadataRefused e) {
            // Stored metadata that no longer verifies, because its keys were replaced, is as good as none.
            return;
        }
    }

    private Metadata<Targets> load(TrustedMetadata update, String role, String delegator) {
        Optional<Metadata<Targets>> known = update.targets(role, delegator);
        if (known.isPresent()) {
            return known.get();
        }
        MetaFile promised = update.targetsMeta(role);
        if (!acceptsStored(update, role, delegator)) {
            byte[] bytes = metadata.fetch(fileName(update, role, promised), bound(promised, limits.targets()));
            offer(update, role, delegator, bytes);
            local.write(role, bytes);
        }
        return update.targets(role, delegator).orElseThrow();
    }

    /** The same checks decide about stored and fetched targets, so an outdated copy is simply fetched anew. */
    private boolean acceptsStored(TrustedMetadata update, String role, String delegator) {
        try {
            Optional<byte[]> stored = local.read(role);
            stored.ifPresent(bytes -> offer(update, role, delegator, bytes));
            return stored.isPresent();
        } catch (MetadataRefused e) {
            return false;
        }
    }

    /** A promised length narrows the bound and never widens it: whoever signs promises may have stolen the key. */
    private static long bound(MetaFile promised, long limit) {
        return Math.min(promised.length().orElse(limit), limit);
    }

    private static void offer(TrustedMetadata update, String role, String delegator, byte[] bytes) {
        if (role.equals(Targets.TYPE)) {
            update.updateTargets(bytes);
        } else {
            update.updateDelegated(role, delegator, bytes);
        }
    }

    private static String fileName(TrustedMetadata update, String role, MetaFile promised) {
        String name = PercentEncoding.ofName(role) + ".json";
        return update.root().signed().consistentSnapshot() ? promised.version() + "." + name : name;
    }

    /**
     * What trusted metadata says about a target: depth first, in order of delegation, ending at a terminating role.
     *
     * @return empty if no role that is asked knows the path
     */
    public Optional<TargetFile> findTarget(String path) {
        TrustedMetadata current = current();
        Deque<Visit> toVisit = new ArrayDeque<>(List.of(new Visit(Targets.TYPE, Root.TYPE)));
        Set<String> visited = new HashSet<>();
        while (!toVisit.isEmpty() && visited.size() < limits.delegations()) {
            Visit visit = toVisit.pop();
            if (!visited.add(visit.role())) {
                continue;
            }
            Targets targets = load(current, visit.role(), visit.delegator()).signed();
            if (targets.targets().containsKey(path)) {
                return Optional.of(targets.targets().get(path));
            }
            List<DelegatedRole> delegates = targets.delegatesFor(path);
            if (delegates.stream().anyMatch(DelegatedRole::terminating)) {
                toVisit.clear();
            }
            for (DelegatedRole delegate : delegates.reversed()) {
                toVisit.push(new Visit(delegate.name(), visit.role()));
            }
        }
        return Optional.empty();
    }

    /**
     * Copies a target's bytes and verifies them on the way; nothing in the sink counts before this returns.
     *
     * @throws MetadataRefused if the bytes are not the promised ones
     */
    public void downloadTarget(String path, TargetFile target, Fetcher targets, OutputStream sink)
            throws IOException {
        String location = targetLocation(path, target);
        try (InputStream body = targets.open(location)) {
            target.copyVerified(body, sink);
        }
    }

    /** Where the target's bytes are: {@code <dir>/<sha256>.<filename>} in a consistent snapshot. */
    public String targetLocation(String path, TargetFile target) {
        if (!current().root().signed().consistentSnapshot()) {
            return PercentEncoding.ofPath(path);
        }
        int nameStart = path.lastIndexOf('/') + 1;
        return PercentEncoding.ofPath(
                path.substring(0, nameStart) + target.hashes().prefix() + "." + path.substring(nameStart));
    }

    private TrustedMetadata current() {
        if (trusted == null) {
            refresh();
        }
        return trusted;
    }

    private record Visit(String role, String delegator) {
    }
}
