package io.groundswell.cli.e2e;

import io.groundswell.local.OutsideServices;
import io.groundswell.local.iam.AccessKey;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The suite on LocalStack's DynamoDB, S3 and KMS, wherever Docker is.
 *
 * <p>{@code -Dlocalstack.image=…} names another image; the default is of the versions that need no token.
 */
@DisplayName("on LocalStack")
class LocalStackIT extends RolloutSuite {

    private static final String IMAGE = "localstack/localstack:4.4.0";

    private LocalStackContainer container;

    @Override
    StackUnderTest open() {
        requireDocker();
        DockerImageName image = DockerImageName.parse(System.getProperty("localstack.image", IMAGE))
                .asCompatibleSubstituteFor("localstack/localstack");
        // Presigned addresses are part of what is tested: their signatures are to be checked.
        container = new LocalStackContainer(image).withEnv("S3_SKIP_SIGNATURE_VALIDATION", "0");
        container.start();
        AccessKey key = new AccessKey(container.getAccessKey(), container.getSecretKey(), Optional.empty());
        return Stack.startOn(new OutsideServices(container.getEndpoint(), key, "groundswell"));
    }

    private static void requireDocker() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            String reason = "the suite is not run on LocalStack: there is no Docker on this machine";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
    }

    @Override
    void release() {
        if (container != null) {
            container.stop();
        }
    }
}
