package io.groundswell.handlers.table;

import io.groundswell.domain.artifact.Artifact;
import io.groundswell.domain.artifact.ArtifactContent;
import io.groundswell.domain.artifact.ArtifactKind;
import io.groundswell.domain.artifact.ArtifactStatus;
import io.groundswell.domain.error.NotFound;
import io.groundswell.domain.name.ArtifactRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Artifacts of a fleet: what was declared, and whether it is published. */
public final class ArtifactStore {

    private final FleetTable table;

    public ArtifactStore(FleetTable table) {
        this.table = table;
    }

    /** The artifact as the last successful write left it. */
    public Optional<Versioned<Artifact>> find(String fleet, ArtifactRef ref) {
        return table.get(Keys.artifact(fleet, ref)).map(ArtifactStore::versioned);
    }

    /** @throws NotFound when no such artifact was declared */
    public Versioned<Artifact> get(String fleet, ArtifactRef ref) {
        return find(fleet, ref).orElseThrow(() -> new NotFound("artifact " + ref + " does not exist in fleet " + fleet
                + "; declare it with POST /fleets/" + fleet + "/artifacts"));
    }

    /** @throws NotFound when no version of this name was declared */
    public void requireName(String fleet, String name) {
        if (table.page(Keys.fleetPartition(fleet), Keys.ARTIFACT + name + "#", Optional.empty(), 1).isEmpty()) {
            throw new NotFound("artifact " + name + " does not exist in fleet " + fleet + " in any version");
        }
    }

    /** When the upload address that the declaration gave stops working. */
    public Instant uploadUntil(String fleet, ArtifactRef ref) {
        return table.get(Keys.artifact(fleet, ref)).orElseThrow().time("upload_until");
    }

    /** @throws WriteConflict when this name and version exist (R1) */
    public void declare(String fleet, Artifact artifact, Instant uploadUntil, Evidence evidence) {
        Item item = Item.with().all(toItem(artifact)).time("upload_until", uploadUntil).build();
        table.write(Write.audited(table.name(), Keys.artifact(fleet, artifact.ref()), item, 0, evidence));
    }

    /** Records that the artifact is signed, fenced by the revision it was decided from (R3). */
    public Artifact publish(String fleet, Versioned<Artifact> from, Evidence evidence) {
        Artifact declared = from.value();
        Artifact published = new Artifact(declared.ref(), declared.kind(), declared.content(), declared.manifest(),
                ArtifactStatus.PUBLISHED);
        Item item = Item.with().all(toItem(published)).build();
        table.write(Write.audited(table.name(), Keys.artifact(fleet, declared.ref()), item, from.rev(), evidence));
        return published;
    }

    /** Up to {@code limit} artifacts by name and version, read consistently; {@code after} is the last {@link #place}. */
    public List<Artifact> list(String fleet, Optional<String> after, int limit) {
        return table.page(Keys.fleetPartition(fleet), Keys.ARTIFACT, after, limit).stream()
                .map(item -> versioned(item).value()).toList();
    }

    /** Where a list continues after this artifact. */
    public static String place(Artifact artifact) {
        return artifact.ref().name() + "#" + artifact.ref().version();
    }

    private static Item toItem(Artifact artifact) {
        return Item.with().text("name", artifact.ref().name()).text("version", artifact.ref().version())
                .text("kind", artifact.kind().word()).text("filename", artifact.content().filename())
                .number("size", artifact.content().size()).text("sha256", artifact.content().sha256())
                .values("manifest", artifact.manifest()).text("status", artifact.status().word()).build();
    }

    private static Versioned<Artifact> versioned(Item item) {
        return new Versioned<>(new Artifact(new ArtifactRef(item.text("name"), item.text("version")),
                ArtifactKind.parse(item.text("kind")),
                new ArtifactContent(item.text("filename"), item.number("size"), item.text("sha256")),
                item.values("manifest"), ArtifactStatus.parse(item.text("status"))), item.number("rev"));
    }
}
