package io.groundswell.tuf.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Trusted metadata of a client that lives as long as its process, such as a virtual device. */
public final class InMemoryMetadata implements LocalMetadata {

    private final Map<String, byte[]> roles = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> read(String role) {
        return Optional.ofNullable(roles.get(role)).map(byte[]::clone);
    }

    @Override
    public void write(String role, byte[] bytes) {
        roles.put(role, bytes.clone());
    }

    @Override
    public void delete(String role) {
        roles.remove(role);
    }
}
