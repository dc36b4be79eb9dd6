package io.groundswell.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.domain.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A version of an artifact that was published on a stack whose processes die at any moment. */
record Release(String artifact, String version, byte[] bytes) {

    private static final Duration MOST = Duration.ofMinutes(5);

    /**
     * Publishes a new version (R3).
     *
     * <p>Where the answer to a declaration or an upload is lost, the next version takes its place, as the address to upload to is given once.
     * Publishing is asked for until it is answered.
     */
    static Release publish(Supplier<OperatorApi> operator, String fleetPath, String artifact, int round) {
        AtomicInteger attempt = new AtomicInteger();
        Release release = new Patience(MOST).get(() -> uploaded(operator.get(), fleetPath, artifact, round + ".0." + attempt.getAndIncrement()));
        new Patience(MOST).get(() ->
                operator.get().post(fleetPath + "/artifacts/" + artifact + "/" + release.version() + "/publish", Map.of()));
        return release;
    }

    private static Release uploaded(OperatorApi operator, String fleetPath, String artifact, String version) {
        byte[] bytes = (artifact + " " + version).getBytes(StandardCharsets.UTF_8);
        JsonNode declared = operator.post(fleetPath + "/artifacts", Map.of("name", artifact, "version", version, "kind", "config",
                "filename", artifact + ".conf", "size", bytes.length, "sha256", Sha256.hex(bytes)));
        operator.upload(declared.path("upload"), bytes);
        return new Release(artifact, version, bytes);
    }

    String sha256() {
        return Sha256.hex(bytes);
    }

    @Override
    public String toString() {
        return artifact + "/" + version;
    }
}
