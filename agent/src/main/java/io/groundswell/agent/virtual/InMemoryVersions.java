package io.groundswell.agent.virtual;

import io.groundswell.agent.update.Applier;
import io.groundswell.agent.update.ApplyFailed;
import io.groundswell.agent.update.Installed;
import io.groundswell.agent.update.Staging;
import io.groundswell.agent.update.Update;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Staged and installed versions of a virtual device: real bytes, kept as long as the process. */
public final class InMemoryVersions implements Staging, Applier {

    private record Slot(Optional<Content> current, Optional<Content> previous) {

        static final Slot EMPTY = new Slot(Optional.empty(), Optional.empty());
    }

    private record Content(String rollout, Installed version, byte[] bytes) {
    }

    private final Map<String, byte[]> staged = new HashMap<>();
    private final Map<String, Slot> slots = new HashMap<>();

    @Override
    public OutputStream create(String sha256) {
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                keep(sha256, toByteArray());
            }
        };
    }

    private synchronized void keep(String sha256, byte[] bytes) {
        staged.put(sha256, bytes);
    }

    @Override
    public synchronized InputStream open(String sha256) throws IOException {
        if (!staged.containsKey(sha256)) {
            throw new IOException("nothing is staged under " + sha256);
        }
        return new ByteArrayInputStream(staged.get(sha256));
    }

    @Override
    public synchronized void discard(String sha256) {
        staged.remove(sha256);
    }

    @Override
    public synchronized List<Installed> installed() {
        return slots.values().stream().flatMap(slot -> slot.current().stream()).map(Content::version).toList();
    }

    @Override
    public synchronized Optional<Installed> previous(String artifact) {
        return slot(artifact).previous().map(Content::version);
    }

    @Override
    public synchronized Optional<String> installer(String artifact) {
        return slot(artifact).current().map(Content::rollout);
    }

    /** The installed bytes of an artifact. */
    public synchronized Optional<byte[]> bytes(String artifact) {
        return slot(artifact).current().map(content -> content.bytes().clone());
    }

    @Override
    public synchronized void apply(String rollout, Update update) {
        Slot slot = slot(update.ref().name());
        if (slot.current().map(Content::version).equals(Optional.of(update.installed()))) {
            return;
        }
        byte[] bytes = staged.get(update.sha256());
        if (bytes == null) {
            throw new ApplyFailed("not_staged", "nothing is staged under " + update.sha256(), null);
        }
        slots.put(update.ref().name(),
                new Slot(Optional.of(new Content(rollout, update.installed(), bytes)), slot.current()));
    }

    @Override
    public synchronized void restore(String artifact, Optional<Installed> version) {
        Slot slot = slot(artifact);
        if (slot.current().map(Content::version).equals(version)) {
            return;
        }
        Optional<Content> kept = slot.previous().filter(content -> version.equals(Optional.of(content.version())));
        if (version.isPresent() && kept.isEmpty()) {
            throw new ApplyFailed("previous_missing", "the version to restore must be the previous one", null);
        }
        slots.put(artifact, new Slot(kept, Optional.empty()));
    }

    private Slot slot(String artifact) {
        return slots.getOrDefault(artifact, Slot.EMPTY);
    }
}
