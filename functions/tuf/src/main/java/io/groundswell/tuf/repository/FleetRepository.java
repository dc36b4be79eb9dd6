package io.groundswell.tuf.repository;

import io.groundswell.tuf.InvalidInput;
import io.groundswell.tuf.Metadata;
import io.groundswell.tuf.MetadataRefused;
import io.groundswell.tuf.RepositoryConflict;
import io.groundswell.tuf.Root;
import io.groundswell.tuf.Snapshot;
import io.groundswell.tuf.TargetFile;
import io.groundswell.tuf.Targets;
import io.groundswell.tuf.repository.RepositoryFiles.Current;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One fleet's TUF repository: accepts offline-signed root and targets, and signs the online roles.
 *
 * <p>Every operation is idempotent, and publishes and refreshes may run concurrently with anything, in this process or
 * another: each starts from the current timestamp, writes new versioned files, and commits by replacing that very
 * timestamp. Who loses the race starts over. A crash between two writes leaves files that nothing refers to. The one
 * thing that no timestamp guards is the root: do not upload a root and targets of one fleet at the same time.
 */
public final class FleetRepository {

    /** The delegated role that the online publisher key signs. */
    public static final String PUBLISHER = "publisher";

    private final RepositoryFiles files;
    private final Commits commits;
    private final OfflineUpdates offline;
    private final OnlineKeys keys;

    /** The repository over a fleet's store and its online signers. */
    public FleetRepository(MetadataStore store, OnlineSigners signers, InstantSource clock, Lifetimes lifetimes) {
        this.files = new RepositoryFiles(store);
        this.commits = new Commits(files, signers, clock, lifetimes);
        this.keys = signers.keys();
        this.offline = new OfflineUpdates(files, commits, keys);
    }

    /**
     * Creates the repository from an offline-signed first root and targets; after a crash the same call completes it.
     *
     * @throws InvalidInput if they do not serve this fleet's online keys, are expired, or are not version 1
     * @throws MetadataRefused if a client would refuse them
     * @throws RepositoryConflict if the fleet was created from others
     */
    public RepositoryStatus create(byte[] rootBytes, byte[] targetsBytes) {
        OnlineRoles online = commits.online();
        Metadata<Root> root = OfflineRules.parseFirst(rootBytes, targetsBytes, keys, online.now());
        Metadata<Targets> targets = Metadata.parse(Targets.class, targetsBytes);
        String advice = "the fleet was created from another root and targets; repeat with those, or update it";
        files.createOnce(RepositoryFiles.versioned(Root.TYPE, 1), rootBytes, advice);
        files.createOnce(RepositoryFiles.versioned(Targets.TYPE, 1), targetsBytes, advice);
        Optional<Current> existing = files.current();
        if (existing.isPresent()) {
            return existing.get().state().status();
        }
        Metadata<Targets> publisher = files.createNext(PUBLISHER, 0, v -> online.publisher(v, Map.of()));
        Metadata<Snapshot> snapshot = files.createNext(Snapshot.TYPE, 0, v -> online.snapshot(v, targets, publisher));
        RepositoryState state = new RepositoryState(root, targets, publisher, snapshot, online.timestamp(1, snapshot));
        state.requireAcceptable(online.now());
        // Losing this race means that the same call ran twice: both started from the same root and targets.
        return files.commit(state.timestamp(), null) ? state.status() : status();
    }

    /**
     * Signs a target into the publisher role; nothing happens if it is there with the same facts.
     *
     * @param path {@code <name>/<version>/<filename>}
     * @param sha256 64 lower-case hex digits
     * @param custom printable ASCII, integers below 2^53, booleans, and maps and lists of these
     * @throws InvalidInput if path or facts cannot be carried by interoperable metadata
     * @throws RepositoryConflict if the path is taken by a target with other facts
     * @throws MetadataRefused if clients refuse the repository as it stands, such as for an expired root
     */
    public RepositoryStatus addTarget(String path, long length, String sha256, Map<String, Object> custom) {
        TargetFile file = TargetRules.checked(path, length, sha256, custom);
        return commits.apply((current, online) -> {
            TargetFile known = current.publisher().signed().targets().get(path);
            if (file.equals(known)) {
                return Optional.empty();
            }
            if (known != null) {
                throw new RepositoryConflict("the target " + path + " is signed with other facts: length "
                        + known.length() + ", sha256 " + known.hashes().prefix() + ", custom " + known.custom()
                        + "; publish under another version");
            }
            OfflineRules.requireCurrent(current, online.now());
            Map<String, TargetFile> targets = new LinkedHashMap<>(current.publisher().signed().targets());
            targets.put(path, file);
            Metadata<Targets> publisher = files.createNext(PUBLISHER, current.publisher().signed().version(),
                    v -> online.publisher(v, targets));
            return Optional.of(commits.next(current, online, current.targets(), publisher));
        });
    }

    /**
     * Signs the timestamp again, and the snapshot and publisher when less than half of their lifetime is left.
     *
     * <p>An expired root or targets does not stop this; the answer shows it, so that an alarm can be raised.
     */
    public RepositoryStatus refresh() {
        return commits.apply((current, online) -> {
            if (online.publisherIsDue(current.publisher())) {
                return Optional.of(commits.next(current, online, current.targets(),
                        commits.resignedPublisher(current, online)));
            }
            return Optional.of(online.snapshotIsDue(current.snapshot())
                    ? commits.next(current, online, current.targets(), current.publisher())
                    : commits.nextTimestampOnly(current, online));
        });
    }

    /**
     * Accepts the next offline-signed root: signed by the thresholds of the current one and of itself.
     *
     * @throws MetadataRefused if a client would refuse it
     * @throws InvalidInput if it would make clients refuse what is published, or does not serve the online keys
     * @throws RepositoryConflict if that version exists with other content
     */
    public RepositoryStatus updateRoot(byte[] rootBytes) {
        return offline.root(rootBytes);
    }

    /**
     * Accepts the next offline-signed targets; publisher, snapshot and timestamp are signed anew as needed.
     *
     * @throws MetadataRefused if a client would refuse them
     * @throws InvalidInput if they do not delegate to this fleet's publisher, are expired, or skip a version
     * @throws RepositoryConflict if that version exists with other content, or a newer one is current
     */
    public RepositoryStatus updateTargets(byte[] targetsBytes) {
        return offline.targets(targetsBytes);
    }

    /** Version and expiry of every role as stored; nothing is written. */
    public RepositoryStatus status() {
        return commits.current().state().status();
    }

    /** What the publisher role says about a path. */
    public Optional<TargetFile> findTarget(String path) {
        return Optional.ofNullable(commits.current().state().publisher().signed().targets().get(path));
    }
}
