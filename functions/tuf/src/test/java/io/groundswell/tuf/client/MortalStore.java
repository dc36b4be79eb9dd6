package io.groundswell.tuf.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stored metadata on a device that may lose power at one of its writes, before or after that write took effect. */
final class MortalStore implements LocalMetadata {

    /** Thrown at the write at which the device dies; nothing in the product catches it. */
    static final class PowerLost extends Error {

        private static final long serialVersionUID = 1L;
    }

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private int writesLeft = Integer.MAX_VALUE;
    private boolean lastTakesEffect;

    /** A device that trusts this root. */
    static MortalStore trusting(byte[] anchor) {
        MortalStore store = new MortalStore();
        TufClient.trustRoot(store, anchor);
        return store;
    }

    /** From now on: so many writes succeed, the next one is the last. */
    void loseMainsAfter(int writes, boolean takesEffect) {
        writesLeft = writes;
        lastTakesEffect = takesEffect;
    }

    void restoreMains() {
        writesLeft = Integer.MAX_VALUE;
    }

    /** The files as they are now, the very arrays. */
    Map<String, byte[]> copy() {
        return new LinkedHashMap<>(files);
    }

    @Override
    public Optional<byte[]> read(String role) {
        return Optional.ofNullable(files.get(role));
    }

    @Override
    public void write(String role, byte[] bytes) {
        change(() -> files.put(role, bytes));
    }

    @Override
    public void delete(String role) {
        change(() -> files.remove(role));
    }

    private void change(Runnable effect) {
        boolean dies = writesLeft-- <= 0;
        if (!dies || lastTakesEffect) {
            effect.run();
        }
        if (dies) {
            throw new PowerLost();
        }
    }
}
