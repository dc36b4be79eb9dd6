package io.groundswell.cli.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.groundswell.cli.api.OperatorApi;
import io.groundswell.local.Main;
import io.groundswell.local.OutsideServices;
import io.groundswell.local.iam.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * DynamoDB, S3 and KMS as another process of this machine serves them: a LocalCloud, which checks every signature and whose
 * own stack stays empty.
 */
final class ServicesProcess implements AutoCloseable {

    private static final Path LOG = Path.of("target", "services.log");

    private final Process process;
    private final OutsideServices services;

    private ServicesProcess(Process process, OutsideServices services) {
        this.process = process;
        this.services = services;
    }

    static ServicesProcess start() throws IOException {
        Process process = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "--template", "../infra/template.yaml"))
                .redirectError(LOG.toFile()).start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new IllegalStateException("the services ended before they were ready:\n" + Files.readString(LOG));
        }
        JsonNode ready = OperatorApi.parse(line.getBytes(StandardCharsets.UTF_8));
        AccessKey key = new AccessKey(ready.path("aws").path("access_key").asText(),
                ready.path("aws").path("secret_key").asText(), Optional.empty());
        return new ServicesProcess(process,
                new OutsideServices(URI.create(ready.path("aws_endpoint").asText()), key, "elsewhere"));
    }

    OutsideServices services() {
        return services;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
