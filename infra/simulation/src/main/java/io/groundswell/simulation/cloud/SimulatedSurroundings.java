package io.groundswell.simulation.cloud;

import io.groundswell.handlers.aws.Surroundings;
import io.groundswell.handlers.table.Pauses;
import java.lang.reflect.Proxy;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;

/** What surrounds a function in a run; others go on while it pauses. Objects are no part of a run. */
record SimulatedSurroundings(DynamoDbClient dynamoDb, SfnClient sfn, Clock clock, Calls calls) implements Surroundings {

    @Override
    public S3Client s3() {
        return refusing(S3Client.class);
    }

    @Override
    public S3Presigner s3Presigner() {
        return refusing(S3Presigner.class);
    }

    @Override
    public Pauses pauses() {
        return attempts -> calls.pause();
    }

    private static <T> T refusing(Class<T> client) {
        return client.cast(Proxy.newProxyInstance(client.getClassLoader(), new Class<?>[] {client},
                (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException("a run has no objects: " + method);
                }));
    }
}
