package io.groundswell.cli.e2e;

import io.groundswell.agent.connection.ServerTrust;
import io.groundswell.agent.identity.Certificates;
import io.groundswell.cli.api.Caller;
import io.groundswell.local.LocalCloud;
import io.groundswell.local.LocalOptions;
import io.groundswell.local.OutsideServices;
import io.groundswell.local.iam.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/** A running stack: LocalCloud on the repository's own template. */
final class Stack implements StackUnderTest {

    private final LocalCloud cloud;

    private Stack(LocalCloud cloud) {
        this.cloud = cloud;
    }

    static Stack start() {
        return new Stack(LocalCloud.start(options()));
    }

    /** A stack whose devices call every second. */
    static Stack withBusyDevices() {
        return new Stack(LocalCloud.start(options().withParameter("HeartbeatActiveSeconds", "1")
                .withParameter("HeartbeatIdleSeconds", "1")));
    }

    /** A stack whose tables, buckets and keys are elsewhere. */
    static Stack startOn(OutsideServices services) {
        return new Stack(LocalCloud.start(options().on(services)));
    }

    private static LocalOptions options() {
        return LocalOptions.of(Path.of("../infra/template.yaml")).withoutSchedules();
    }

    /** The same stack with a Recorder that the stream never reaches; {@code folder} takes the changed template. */
    static Stack startWithDeafRecorder(Path folder) throws IOException {
        String template = Files.readString(Path.of("../infra/template.yaml"));
        String deaf = template.replace("\"eventName\":[\"INSERT\",\"MODIFY\"]", "\"eventName\":[\"REMOVE\"]");
        if (deaf.equals(template)) {
            throw new AssertionError("the template's stream filter is not the one that this changes");
        }
        Path copy = Files.createDirectories(folder.resolve("infra")).resolve("template.yaml");
        Files.writeString(copy, deaf);
        Files.createDirectories(folder.resolve("statemachines"));
        Files.copy(Path.of("../statemachines/rollout.asl.json"), folder.resolve("statemachines/rollout.asl.json"));
        return new Stack(LocalCloud.start(LocalOptions.of(copy).withoutSchedules()));
    }

    @Override
    public URI operatorApi() {
        return cloud.endpoints().operatorApi();
    }

    @Override
    public URI enrollApi() {
        return cloud.endpoints().enrollApi();
    }

    Path caPem() {
        return cloud.endpoints().caPem();
    }

    @Override
    public Caller user(String name) {
        AccessKey key = cloud.users().get(name);
        return new Caller(key.id(), key.secret(), Optional.empty(), cloud.endpoints().region());
    }

    @Override
    public ServerTrust deviceApiTrust() {
        try {
            return new ServerTrust(Certificates.parse(Files.readString(cloud.endpoints().caPem())));
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("LocalCloud wrote no CA to " + cloud.endpoints().caPem(), e);
        }
    }

    @Override
    public String newFleet(String name) {
        return name;
    }

    @Override
    public void sweep() {
        cloud.invokeSchedule("Sweep");
    }

    @Override
    public void stopExecutions(String rollout) {
        var owner = cloud.owner();
        try (SfnClient sfn = SfnClient.builder().endpointOverride(cloud.endpoints().aws())
                .region(Region.of(cloud.endpoints().region())).credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(owner.id(), owner.secret()))).build()) {
            String machine = sfn.listStateMachines().stateMachines().getFirst().stateMachineArn();
            sfn.listExecutionsPaginator(list -> list.stateMachineArn(machine)).executions().stream()
                    .filter(execution -> execution.name().startsWith(rollout))
                    .forEach(execution -> sfn.stopExecution(stop -> stop.executionArn(execution.executionArn())));
        }
    }

    LocalCloud cloud() {
        return cloud;
    }

    @Override
    public void close() {
        cloud.close();
    }
}
