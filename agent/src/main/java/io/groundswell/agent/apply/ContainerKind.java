package io.groundswell.agent.apply;

import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Update;
import io.groundswell.domain.name.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of a name and with arguments that the device's owner fixed, running the image that the manifest names by
 * its digest.
 *
 * <p>The archives of the kept versions stay, so that going back needs neither a registry nor the engine's storage.
 */
final class ContainerKind implements Kind {

    private final ContainerEngine engine;
    private final Map<String, List<String>> allowed;

    ContainerKind(ContainerEngine engine, Map<String, List<String>> allowed) {
        this.engine = engine;
        this.allowed = Map.copyOf(allowed);
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void require(Update update, List<Version> others) throws IOException {
        String container = ContainerManifest.read(update).container();
        arguments(container);
        for (Version other : others) {
            if (other.kind() == update.kind() && ContainerManifest.read(other).container().equals(container)) {
                throw taken(container, other.installed().ref().toString());
            }
        }
        Optional<ContainerEngine.Container> present = engine.container(container);
        if (present.isPresent() && !present.get().artifact().equals(update.ref().name())) {
            throw taken(container, "somebody else; remove it, or allow another name");
        }
    }

    private static ApplyFailed taken(String container, String holder) {
        return new ApplyFailed("container_taken", "the container " + container + " belongs to " + holder, null);
    }

    private List<String> arguments(String container) {
        if (!allowed.containsKey(container)) {
            throw new ApplyFailed("container_denied", "the manifest's container must be one of " + allowed.keySet()
                    + ", found " + Names.shown(container), null);
        }
        return allowed.get(container);
    }

    @Override
    public Map<String, Object> prepare(Update update, Optional<Version> from, Path directory) {
        return Map.of();
    }

    @Override
    public void activate(Version to, Optional<Version> from) throws IOException {
        ContainerManifest manifest = ContainerManifest.read(to);
        String image = loaded(to, manifest.image());
        String artifact = to.installed().ref().name();
        Optional<String> elsewhere = from.map(version -> ContainerManifest.read(version).container())
                .filter(name -> !name.equals(manifest.container()));
        if (elsewhere.isPresent()) {
            engine.remove(elsewhere.get());
        }
        if (!engine.container(manifest.container()).equals(
                Optional.of(new ContainerEngine.Container(image, true, artifact)))) {
            engine.remove(manifest.container());
            engine.run(manifest.container(), artifact, arguments(manifest.container()), image);
        }
    }

    private String loaded(Version version, String image) throws IOException {
        Optional<String> present = engine.imageId(image);
        if (present.isPresent()) {
            return present.get();
        }
        Path untagged = version.directory().resolve(".untagged");
        engine.load(version.payload(), untagged);
        return engine.imageId(image).orElseThrow(() -> new ApplyFailed("image_mismatch",
                version.payload() + " must hold the image " + image + " that the manifest names", null));
    }

    @Override
    public void undo(Version undone, Optional<Version> back) throws IOException {
        if (back.isPresent()) {
            activate(back.get(), Optional.of(undone));
        } else {
            engine.remove(ContainerManifest.read(undone).container());
        }
    }

    @Override
    public void forget(Version version, List<Version> kept) throws IOException {
        String image = ContainerManifest.read(version).image();
        boolean isUsed = kept.stream().filter(other -> other.kind() == version.kind())
                .anyMatch(other -> ContainerManifest.read(other).image().equals(image));
        if (!isUsed) {
            engine.forgetImage(image);
        }
    }
}
