package io.groundswell.local.stepfunctions.execution;

import io.groundswell.local.stepfunctions.asl.StateMachineDefinition;
import java.time.Instant;

/** A deployed state machine. */
public record StateMachine(String name, String arn, String roleArn, Instant createdAt,
        StateMachineDefinition definition) {
}
