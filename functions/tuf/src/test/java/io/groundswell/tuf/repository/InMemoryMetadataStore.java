package io.groundswell.tuf.repository;

import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.client.Fetcher;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bucket in memory: conditional writes like the real one's, and readable by clients. */
public final class InMemoryMetadataStore implements MetadataStore, Fetcher {

    private final Map<String, Stored> files = new HashMap<>();
    private int writes;

    @Override
    public synchronized Optional<Stored> read(String name) {
        return Optional.ofNullable(files.get(name));
    }

    @Override
    public synchronized boolean createIfAbsent(String name, byte[] bytes) {
        if (files.containsKey(name)) {
            return false;
        }
        files.put(name, new Stored(bytes, "tag-" + ++writes));
        return true;
    }

    @Override
    public synchronized boolean replace(String name, byte[] bytes, String etag) {
        Stored there = files.get(name);
        if (there == null ? etag != null : !there.etag().equals(etag)) {
            return false;
        }
        files.put(name, new Stored(bytes, "tag-" + ++writes));
        return true;
    }

    @Override
    public InputStream open(String path) {
        return new ByteArrayInputStream(read(path).orElseThrow(() -> new FileMissing("no " + path)).bytes());
    }

    /** What no client of the store can do: changes a file behind everybody's back. */
    synchronized void overwrite(String name, byte[] bytes) {
        files.put(name, new Stored(bytes, "tag-" + ++writes));
    }

    /** The file names, sorted. */
    public synchronized List<String> names() {
        String[] names = files.keySet().toArray(String[]::new);
        Arrays.sort(names);
        return List.of(names);
    }
}
