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
import java.nio.file.NoSuchFileException;
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
 * Effects that cannot be taken back leave the link where it is: it says what is in place, and what was displaced is kept.
 */
public final class SlotApplier implements Applier {

    private final DurableFiles files;
    private final Reserve reserve;
    private final Function<String, Path> staged;
    private final Path directory;
    private final Effects effects;

    SlotApplier(DurableFiles files, Reserve reserve, Function<String, Path> staged, Path directory,
            Effects effects) {
        this.files = files;
        this.reserve = reserve;
        this.staged = staged;
        this.directory = directory;
        this.effects = effects;
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
        return new SlotApplier(files, reserve, staged, artifacts, new Effects(Map.of(ArtifactKind.MODEL, new ModelKind(),
                ArtifactKind.CONFIG, config, ArtifactKind.CONTAINER, container)));
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
    public Optional<String> installer(String artifact) {
        return unchecked(() -> slot(artifact).current().flatMap(Version::rollout));
    }

    @Override
    public void apply(String rollout, Update update) {
        try {
            Slot slot = slot(update.ref().name());
            Optional<Version> current = slot.current();
            effects.require(update, othersThan(update.ref().name()));
            if (current.map(Version::installed).equals(Optional.of(update.installed()))) {
                renew(slot, current.get());
                return;
            }
            Version next = prepared(slot, rollout, update, current);
            effects.activate(next, current);
            slot.point(next);
        } catch (IOException e) {
            throw failed("cannot install " + update.ref(), e);
        }
    }

    /** The rollout of a version in force puts its bytes and its effects right, whatever became of them. */
    private void renew(Slot slot, Version current) throws IOException {
        slot.renew(current, staged.apply(current.installed().sha256()), effects.isShared(current.kind()));
        effects.activate(current, Optional.of(current));
    }

    private Version prepared(Slot slot, String rollout, Update update, Optional<Version> current) throws IOException {
        Optional<Version> pending = slot.pending();
        if (pending.isPresent() && pending.get().isOf(rollout, update)) {
            return pending.get();
        }
        if (pending.isPresent()) {
            undo(slot, pending.get(), current);
        }
        long number = slot.nextNumber();
        Path next = slot.makeNext(update);
        Map<String, Object> notes = effects.prepare(update, current, next);
        return slot.complete(Version.of(next, number, rollout, update, current, notes), staged.apply(update.sha256()),
                effects.isShared(update.kind()));
    }

    @Override
    public void restore(String artifact, Optional<Installed> version) {
        try {
            Slot slot = slot(artifact);
            reserve.run(() -> restore(slot, version));
        } catch (NoSuchFileException e) {
            throw new ApplyFailed("previous_missing", "to go back is needed " + e.getFile() + ", which is gone", e);
        } catch (IOException e) {
            String back = version.map(Installed::ref).map(Object::toString).orElse("nothing");
            throw unrestored(failed("cannot bring " + back + " back", e), e);
        }
    }

    /** Trouble of the disk may pass, and must not keep a version in force that has to go; a ban does not pass. */
    private static RuntimeException unrestored(ApplyFailed failure, IOException cause) {
        return failure.code().equals("not_permitted") ? failure
                : new UncheckedIOException(failure.getMessage(), cause);
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

    /** A program that could not be told is said at the end, as everything is in its place all the same. */
    private void undo(Slot slot, Version undone, Optional<Version> back) throws IOException {
        Optional<NotReloaded> failure = takeBack(slot, undone, back);
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

    private Optional<NotReloaded> takeBack(Slot slot, Version undone, Optional<Version> back) throws IOException {
        try {
            return effects.undo(undone, back);
        } catch (ApplyFailed e) {
            if (slot.current().map(Version::number).equals(Optional.of(undone.number()))) {
                stay(undone, back, e);
            }
            throw e;
        }
    }

    /** A version that cannot go takes effect again, as far as it can: one without effect would be in force otherwise. */
    private void stay(Version inForce, Optional<Version> back, ApplyFailed reason) {
        try {
            effects.activate(inForce, back);
        } catch (IOException | ApplyFailed e) {
            reason.addSuppressed(e);
        }
    }

    private void drop(Slot slot, Version version) throws IOException {
        List<Version> kept = new ArrayList<>(othersThan(version.installed().ref().name()));
        kept.addAll(slot.versions().stream().filter(other -> other.number() != version.number()).toList());
        effects.forget(version, kept);
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
