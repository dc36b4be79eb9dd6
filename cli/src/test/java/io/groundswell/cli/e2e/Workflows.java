package io.groundswell.cli.e2e;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/** What an operator does in the Step Functions console. */
final class Workflows {

    private Workflows() {
    }

    /** Stops the execution of a rollout. */
    static void stopAll(Stack stack, String rollout) {
        var owner = stack.cloud().owner();
        try (SfnClient sfn = SfnClient.builder().endpointOverride(stack.cloud().endpoints().aws())
                .region(Region.of(stack.cloud().endpoints().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(owner.id(), owner.secret())))
                .build()) {
            String machine = sfn.listStateMachines().stateMachines().getFirst().stateMachineArn();
            sfn.listExecutionsPaginator(list -> list.stateMachineArn(machine)).executions().stream()
                    .filter(execution -> execution.name().startsWith(rollout))
                    .forEach(execution -> sfn.stopExecution(stop -> stop.executionArn(execution.executionArn())));
        }
    }
}
