package io.groundswell.agent.apply;

import io.groundswell.agent.disk.StoredFields;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file at a place that other programs read, and a reload that tells them.
 *
 * <p>A version keeps copies of what it displaced: {@code original} is what was there before the artifact first came to
 * the place, and returns when the artifact leaves it; {@code replaced} is what the version before had become, and
 * returns when a step is taken back.
 */
final class ConfigKind implements Kind {

    private static final String REPLACED = "replaced";
    private static final String ORIGINAL = "original";

    private final Placement placement;
    private final Reloads reloads;

    ConfigKind(Placement placement, Reloads reloads) {
        this.placement = placement;
        this.reloads = reloads;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void require(Update update, List<Version> others) throws IOException {
        ConfigManifest manifest = ConfigManifest.read(update.manifest());
        manifest.reload().ifPresent(reloads::require);
        placement.require(manifest.path());
        for (Version other : others) {
            if (other.kind() == update.kind() && path(other).equals(manifest.path())) {
                throw new ApplyFailed("path_taken", manifest.path() + " is the place of " + other.installed().ref()
                        + "; two artifacts cannot share it", null);
            }
        }
    }

    @Override
    public Map<String, Object> prepare(Update update, Optional<Version> from, Path directory) throws IOException {
        Path path = ConfigManifest.read(update.manifest()).path();
        boolean isSamePlace = from.isPresent() && path(from.get()).equals(path);
        if (from.isPresent() && !isSamePlace) {
            placement.require(path(from.get()));
        }
        Map<String, Object> notes = new LinkedHashMap<>();
        String displaced = isSamePlace ? REPLACED : ORIGINAL;
        placement.backUp(path, copy(directory, displaced))
                .ifPresent(facts -> notes.put(displaced, facts.toJson()));
        if (isSamePlace && kept(from.get(), ORIGINAL).isPresent()) {
            placement.keep(copy(from.get().directory(), ORIGINAL), copy(directory, ORIGINAL));
            notes.put(ORIGINAL, kept(from.get(), ORIGINAL).get().toJson());
        }
        return notes;
    }

    @Override
    public void activate(Version to, Optional<Version> from) throws IOException {
        put(to);
        Optional<Version> elsewhere = from.filter(version -> !path(version).equals(path(to)));
        if (elsewhere.isPresent()) {
            bringBack(elsewhere.get(), ORIGINAL);
        }
        reload(Stream.concat(elsewhere.stream(), Stream.of(to)));
    }

    private void put(Version version) throws IOException {
        Optional<FileFacts> owner = kept(version, REPLACED).or(() -> kept(version, ORIGINAL));
        placement.put(path(version), version.payload(), new FileFacts(version.installed().sha256(),
                manifest(version).mode(), owner.flatMap(FileFacts::owner), owner.flatMap(FileFacts::group)));
    }

    /** At different places, one is left only when the other is taken, so that neither is without its file. */
    @Override
    public void undo(Version undone, Optional<Version> back) throws IOException {
        boolean isSamePlace = back.isPresent() && path(back.get()).equals(path(undone));
        if (back.isPresent() && !isSamePlace) {
            placement.require(path(undone));
            put(back.get());
        }
        bringBack(undone, isSamePlace ? REPLACED : ORIGINAL);
        reload(Stream.concat(Stream.of(undone), back.stream()));
    }

    private void bringBack(Version displacing, String name) throws IOException {
        Optional<FileFacts> facts = kept(displacing, name);
        if (facts.isPresent()) {
            placement.put(path(displacing), copy(displacing.directory(), name), facts.get());
        } else {
            placement.remove(path(displacing));
        }
    }

    private void reload(Stream<Version> concerned) {
        Set<String> names = new LinkedHashSet<>();
        concerned.forEach(version -> manifest(version).reload().ifPresent(names::add));
        reloads.run(names);
    }

    @Override
    public void forget(Version version, List<Version> kept) {
        // Its copies go with its directory.
    }

    private static ConfigManifest manifest(Version version) {
        return ConfigManifest.read(version.manifest());
    }

    private static Path path(Version version) {
        return manifest(version).path();
    }

    private static Optional<FileFacts> kept(Version version, String name) {
        return new StoredFields(version.record(), version.notes()).optionalObject(name).map(FileFacts::read);
    }

    /** No filename starts with a dot, so no payload can take a copy's place (R2). */
    private static Path copy(Path directory, String name) {
        return directory.resolve("." + name);
    }
}
