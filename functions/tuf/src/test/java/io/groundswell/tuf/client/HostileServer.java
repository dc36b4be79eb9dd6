package io.groundswell.tuf.client;

import io.groundswell.tuf.FileMissing;
import io.groundswell.tuf.Signer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Serves what an honest repository ever published, from any of its days, and changes it as it likes. */
final class HostileServer implements Fetcher {

    static final byte[] EVIL = "evil".getBytes(StandardCharsets.UTF_8);

    final Map<String, byte[]> served = new LinkedHashMap<>();
    private final Map<String, byte[]> targets = new LinkedHashMap<>();
    private final boolean evilTargets;

    private HostileServer(boolean evilTargets) {
        this.evilTargets = evilTargets;
    }

    /**
     * A server of all versions of a repository.
     *
     * @param timestamp which of the published timestamps it serves, counted back from the newest
     * @param evilTargets whether it gives other bytes for every target
     */
    static HostileServer of(SimulatedRepository repository, int timestamp, boolean evilTargets) {
        HostileServer server = new HostileServer(evilTargets);
        List<byte[]> timestamps = repository.published.get("timestamp");
        server.served.put("timestamp.json", timestamps.get(Math.max(0, timestamps.size() - 1 - timestamp)));
        for (int age = 0; age < 20; age++) {
            for (String role : List.of("snapshot", "targets", "A", "C", "B", "root")) {
                List<byte[]> versions = repository.published.get(role);
                int version = versions.size() - age;
                if (version > 0) {
                    server.served.put(version + "." + role + ".json", versions.get(version - 1));
                }
            }
        }
        server.targets.putAll(repository.targetBytes);
        return server;
    }

    /** Tampers, and then makes good for it as far as the stolen keys of snapshot and timestamp allow. */
    void tamper(List<Tampering> tamperings, Map<String, List<Signer>> stolen) {
        tamperings.forEach(tampering -> tampering.applyTo(served, stolen));
        String snapshot = promisedSnapshot();
        if (stolen.containsKey("snapshot") && served.containsKey(snapshot)) {
            promiseWhatIsServed(snapshot, stolen);
        }
        if (stolen.containsKey("timestamp") && served.containsKey("timestamp.json")) {
            promiseWhatIsServed("timestamp.json", stolen);
        }
    }

    /** The snapshot that the served timestamp names, or nothing if it is no timestamp any more. */
    private String promisedSnapshot() {
        byte[] timestamp = served.getOrDefault("timestamp.json", new byte[0]);
        Map<String, Object> envelope = Tampering.readable(timestamp);
        return envelope != null && NaiveChecker.object(envelope, "signed").get("meta") instanceof Map<?, ?> meta
                && meta.get("snapshot.json") instanceof Map<?, ?> promise ? promise.get("version") + ".snapshot.json" : "";
    }

    private void promiseWhatIsServed(String name, Map<String, List<Signer>> stolen) {
        Map<String, Object> envelope = Tampering.readable(served.get(name));
        if (envelope == null || !NaiveChecker.object(envelope, "signed").containsKey("meta")) {
            return;
        }
        Map<String, Object> signed = NaiveChecker.object(envelope, "signed");
        Map<String, Object> meta = NaiveChecker.object(signed, "meta");
        for (String file : meta.keySet()) {
            Map<String, Object> promise = NaiveChecker.object(meta, file);
            byte[] promised = served.get(promise.get("version") + "." + file);
            if (promised != null && promise.containsKey("hashes")) {
                promise.put("length", (long) promised.length);
                promise.put("hashes", Map.of("sha256", NaiveChecker.sha256(promised)));
            }
        }
        Tampering.sign(name, envelope, signed, stolen);
        served.put(name, NaiveJson.write(envelope));
    }

    @Override
    public InputStream open(String file) {
        byte[] bytes = served.get(file);
        if (bytes == null) {
            throw new FileMissing("no " + file);
        }
        return new ByteArrayInputStream(bytes);
    }

    /** A target of any hash that is asked for. */
    InputStream openTarget(String location) {
        int slash = location.lastIndexOf('/') + 1;
        String path = location.substring(0, slash) + location.substring(location.indexOf('.', slash) + 1);
        byte[] bytes = evilTargets ? EVIL : targets.get(path);
        if (bytes == null) {
            throw new FileMissing("no " + location);
        }
        return new ByteArrayInputStream(bytes);
    }
}
