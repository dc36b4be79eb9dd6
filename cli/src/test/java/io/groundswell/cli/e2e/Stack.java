package io.groundswell.cli.e2e;

import io.groundswell.cli.api.Caller;
import io.groundswell.local.LocalCloud;
import io.groundswell.local.LocalOptions;
import io.groundswell.local.iam.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A running stack: LocalCloud on the repository's own template. */
final class Stack implements AutoCloseable {

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

    private static LocalOptions options() {
        return LocalOptions.of(Path.of("../infra/template.yaml")).withoutSchedules();
    }

    URI operatorApi() {
        return cloud.endpoints().operatorApi();
    }

    URI enrollApi() {
        return cloud.endpoints().enrollApi();
    }

    Path caPem() {
        return cloud.endpoints().caPem();
    }

    Caller user(String name) {
        AccessKey key = cloud.users().get(name);
        return new Caller(key.id(), key.secret(), Optional.empty(), cloud.endpoints().region());
    }

    LocalCloud cloud() {
        return cloud;
    }

    @Override
    public void close() {
        cloud.close();
    }
}
