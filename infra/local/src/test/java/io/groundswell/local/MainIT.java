package io.groundswell.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code groundswell local} as a process: what it prints, how it ends, and what a kill leaves behind. */
class MainIT {

    private static final long PATIENCE_SECONDS = 60;
    /** 128 + SIGTERM. */
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    private Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "--template", LocalCloudIT.TEMPLATE.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("HTTP_PROXY", "http://127.0.0.1:9");
        return builder.start();
    }

    private static String firstLine(Process process) throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    private String complaint(Process process, int exitCode) throws IOException, InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
        assertEquals(exitCode, process.exitValue());
        assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return Files.readString(folder.resolve("stderr")).strip();
    }

    @Test
    @DisplayName("it prints one JSON line, writes the same to the ready file, and ends cleanly when told to, whatever proxy the environment names")
    void announcesItself() throws Exception {
        Path ready = folder.resolve("ready.json");
        Process process = launch("--ready-file", ready.toString());
        String line = firstLine(process);
        assertEquals(line + "\n", Files.readString(ready));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ready)));
        JsonNode addresses = new ObjectMapper().readTree(line);
        assertEquals("404 {\"message\":\"Not Found\"}", SignedHttp.unsigned("GET", URI.create(addresses.get("operator_api").asText() + "/x")));
        process.toHandle().destroy();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
        assertEquals(List.of(), process.inputReader(StandardCharsets.UTF_8).lines().toList());
        assertEquals(TERMINATED, process.exitValue());
    }

    @Test
    @DisplayName("a taken port is one line and exit 1, a usage error exit 2")
    void explainsRefusals() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            String message = complaint(launch("--operator-port", port), 1);
            assertTrue(message.startsWith("groundswell local: port " + port + " for the operator API cannot be taken"), message);
            assertEquals(1, message.lines().count());
            message = complaint(launch("--aws-port", port), 1);
            assertEquals(1, message.lines().count());
            assertTrue(message.startsWith("groundswell local: the AWS endpoint cannot be served: port " + port + " on 127.0.0.1 is taken"), message);
        }
        assertEquals("groundswell local: parameter Days: the template declares no such parameter; it has [DomainName, CertificateArn, Greeting, Limit]",
                complaint(launch("--parameter", "Days=3"), 1));
        assertTrue(complaint(launch("--verbose"), 2).startsWith("groundswell local: unknown argument --verbose\nusage: "));
    }

    @Test
    @DisplayName("after kill -9 a restart on the same directory has the data, the keys and the CA, and delivers what the stream and the "
            + "queue still held")
    void survivesKill() throws Exception {
        String data = folder.resolve("data").toString();
        Process first = launch("--data", data);
        JsonNode before = new ObjectMapper().readTree(firstLine(first));
        try (DynamoDbClient client = client(before)) {
            for (int i = 0; i < 20; i++) {
                String key = "item " + i;
                client.putItem(request -> request.tableName("groundswell-Items").item(Map.of("PK", AttributeValue.fromS(key),
                        "event", AttributeValue.fromM(Map.of("type", AttributeValue.fromS("item.put"))))));
            }
        }
        first.destroyForcibly().waitFor();
        Path queue = Files.createDirectories(folder.resolve("data/events"));
        Files.writeString(queue.resolve("0b7e7a52-3f0e-4c3c-9d0a-5d1c8f9d7c11.json"), """
                {"id": "0b7e7a52-3f0e-4c3c-9d0a-5d1c8f9d7c11", "function": "groundswell-Sweep", "event": "{\\"source\\":\\"a.rule\\"}",
                 "sentAt": "2026-01-01T00:00:00Z", "due": "2026-01-01T00:01:00Z", "failures": 1}""");
        Process second = launch("--data", data);
        JsonNode after = new ObjectMapper().readTree(firstLine(second));
        assertEquals(before.get("users"), after.get("users"));
        assertEquals(before.get("ca_pem"), after.get("ca_pem"));
        try (DynamoDbClient client = client(after)) {
            CloudProbe.await("every record and the event were seen", () -> client.scan(request -> request.tableName("groundswell-Seen")).items()
                    .stream().map(item -> item.get("PK").s()).filter(seen -> seen.startsWith("seen item ") || seen.equals("swept by a.rule"))
                    .count() == 21);
            CloudProbe.await("the queue is empty", () -> Objects.requireNonNull(queue.toFile().list()).length == 0);
        }
        second.destroy();
        assertTrue(second.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not end");
    }

    private static DynamoDbClient client(JsonNode addresses) {
        return DynamoDbClient.builder().endpointOverride(URI.create(addresses.get("aws_endpoint").asText()))
                .region(Region.of(addresses.get("region").asText())).httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        addresses.at("/aws/access_key").asText(), addresses.at("/aws/secret_key").asText()))).build();
    }
}
