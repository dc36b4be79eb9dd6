package io.groundswell.agent.apply;

import io.groundswell.agent.disk.DamagedFile;
import io.groundswell.agent.disk.DiskTrouble;
import io.groundswell.agent.disk.DurableFiles;
import io.groundswell.agent.disk.Reserve;
import io.groundswell.agent.process.Programs;
import io.groundswell.agent.update.Applier;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.artifact.ArtifactKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Installed versions on disk, whatever their kind.
 *
 * <p>Installing: what will be displaced is copied, the version is put together, it takes effect, the link moves.
 * Undoing goes the other way: effects are taken back, the link moves, the version is deleted. A version that is newer
 * than the one in force is one whose installation was cut off, so either direction can begin again from any point.
 */
public final class SlotApplier implements Applier {

    private final DurableFiles files;
    private final Reserve reserve;
    private final Function<String, Path> staged;
    private final Path directory;
    private final Map<ArtifactKind, Kind> kinds;

    SlotApplier(DurableFiles files, Reserve reserve, Function<String, Path> staged, Path directory,
            Map<ArtifactKind, Kind> kinds) {
        this.files = files;
        this.reserve = reserve;
        this.staged = staged;
        this.directory = directory;
        this.kinds = Map.copyOf(kinds);
    }

    /**
     * What is installed below a device's directory.
     *
     * @param own the device's directory, where no signed update may place anything
     * @param staged where bytes wait, by their SHA-256
     */
    public static SlotApplier open(DurableFiles files, Reserve reserve, Path own, Function<String, Path> staged,
            Allowlists allowlists, Programs programs) throws IOException {
        Path artifacts = own.resolve("artifacts");
        files.makeDirectory(artifacts, DurableFiles.SHARED_DIRECTORY);
        Kind config = new ConfigKind(new Placement(files, allowlists.configPrefixes(),
                new GuardedFiles(allowlists.untouchable()), own),
                new Reloads(allowlists.reloads(), programs));
        Kind container = new ContainerKind(new ContainerEngine(allowlists.engine(), programs, files),
                allowlists.containers());
        return new SlotApplier(files, reserve, staged, artifacts, Map.of(ArtifactKind.MODEL, new ModelKind(),
                ArtifactKind.CONFIG, config, ArtifactKind.CONTAINER, container));
    }

    @Override
    public List<Installed> installed() {
        return unchecked(() -> inForce().stream().map(Version::installed).toList());
    }

    @Override
    public Optional<Installed> previous(String artifact) {
        return unchecked(() -> {
            Optional<Version> current = slot(artifact).current();
            return current.isEmpty() ? Optional.empty()
                    : slot(artifact).before(current.get()).map(Version::installed);
        });
    }

    @Override
    public void apply(Update update) {
        try {
            Slot slot = slot(update.ref().name());
            Optional<Version> current = slot.current();
            if (current.map(Version::installed).equals(Optional.of(update.installed()))) {
                return;
            }
            kind(update.kind()).require(update, othersThan(update.ref().name()));
            Version next = prepared(slot, update, current);
            switchOver(next, current);
            slot.point(next);
        } catch (IOException e) {
            throw failed("cannot install " + update.ref(), e);
        }
    }

    private Version prepared(Slot slot, Update update, Optional<Version> current) throws IOException {
        Optional<Version> pending = slot.pending();
        if (pending.map(Version::installed).equals(Optional.of(update.installed()))) {
            return pending.get();
        }
        if (pending.isPresent()) {
            undo(slot, pending.get(), current);
        }
        Kind kind = kind(update.kind());
        long number = slot.nextNumber();
        Path next = slot.makeNext(update);
        Map<String, Object> notes = kind.prepare(update, ofKind(update.kind(), current), next);
        return slot.complete(Version.of(next, number, update, current, notes), staged.apply(update.sha256()),
                kind.isShared());
    }

    private void switchOver(Version to, Optional<Version> from) throws IOException {
        kind(to.kind()).activate(to, ofKind(to.kind(), from));
        if (from.isPresent() && from.get().kind() != to.kind()) {
            kind(from.get().kind()).undo(from.get(), Optional.empty());
        }
    }

    @Override
    public void restore(String artifact, Optional<Installed> version) {
        try {
            Slot slot = slot(artifact);
            reserve.run(() -> restore(slot, version));
        } catch (IOException e) {
            throw failed("cannot bring " + version.map(Object::toString).orElse("nothing") + " back", e);
        }
    }

    private void restore(Slot slot, Optional<Installed> version) throws IOException {
        Optional<Version> current = slot.current();
        Optional<Version> undone = current.map(Version::installed).equals(version) ? slot.pending() : current;
        if (undone.isPresent()) {
            Optional<Version> back = current.map(Version::installed).equals(version) ? current
                    : kept(slot, undone.get(), version);
            undo(slot, undone.get(), back);
        }
        slot.clearRemains();
    }

    private static Optional<Version> kept(Slot slot, Version undone, Optional<Installed> version)
            throws IOException {
        Optional<Version> back = slot.before(undone);
        if (!back.map(Version::installed).equals(version)) {
            throw new ApplyFailed("previous_missing", "to go back to is " + back.map(Version::installed)
                    + ", asked was " + version, null);
        }
        return back;
    }

    /** What cannot be taken back is said at the end: the link and the kept versions tell the same all the same. */
    private void undo(Slot slot, Version undone, Optional<Version> back) throws IOException {
        Optional<ApplyFailed> failure = takeBack(undone, back);
        if (back.isPresent()) {
            slot.point(back.get());
        } else {
            slot.pointNowhere();
        }
        drop(slot, undone);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<ApplyFailed> takeBack(Version undone, Optional<Version> back) throws IOException {
        try {
            if (back.isPresent() && back.get().kind() != undone.kind()) {
                kind(back.get().kind()).activate(back.get(), Optional.empty());
            }
            kind(undone.kind()).undo(undone, ofKind(undone.kind(), back));
            return Optional.empty();
        } catch (ApplyFailed e) {
            return Optional.of(e);
        }
    }

    private void drop(Slot slot, Version version) throws IOException {
        List<Version> kept = new ArrayList<>(othersThan(version.installed().ref().name()));
        kept.addAll(slot.versions().stream().filter(other -> other.number() != version.number()).toList());
        kind(version.kind()).forget(version, kept);
        slot.drop(version);
    }

    /**
     * Deletes what no reversal needs any more, of every artifact but the one that is being worked on.
     *
     * @param troubles told what could not be deleted now, for example because the container engine is not up yet
     */
    public void sweep(Optional<String> inHand, Consumer<String> troubles) throws IOException {
        for (Path candidate : slots()) {
            if (!inHand.equals(Optional.of(candidate.getFileName().toString()))) {
                try {
                    sweep(new Slot(files, candidate));
                } catch (IOException | ApplyFailed | DamagedFile e) {
                    troubles.accept("cannot tidy up " + candidate + ", later again: " + e.getMessage());
                }
            }
        }
    }

    private void sweep(Slot slot) throws IOException {
        Optional<Version> pending = slot.pending();
        if (pending.isPresent()) {
            undo(slot, pending.get(), slot.current());
        }
        for (Version version : slot.superfluous()) {
            drop(slot, version);
        }
        slot.clearRemains();
    }

    private List<Version> inForce() throws IOException {
        List<Version> versions = new ArrayList<>();
        for (Path candidate : slots()) {
            new Slot(files, candidate).current().ifPresent(versions::add);
        }
        return versions;
    }

    private List<Version> othersThan(String artifact) throws IOException {
        return inForce().stream().filter(version -> !version.installed().ref().name().equals(artifact)).toList();
    }

    private List<Path> slots() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Slot::isSlot).sorted().toList();
        }
    }

    private Slot slot(String artifact) {
        return new Slot(files, directory.resolve(artifact));
    }

    private Kind kind(ArtifactKind kind) {
        return kinds.get(kind);
    }

    private static Optional<Version> ofKind(ArtifactKind kind, Optional<Version> version) {
        return version.filter(present -> present.kind() == kind);
    }

    private static ApplyFailed failed(String what, IOException e) {
        return new ApplyFailed(DiskTrouble.code(e), what + ": " + DiskTrouble.reason(e), e);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T unchecked(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what is installed: " + DiskTrouble.reason(e), e);
        }
    }
}
