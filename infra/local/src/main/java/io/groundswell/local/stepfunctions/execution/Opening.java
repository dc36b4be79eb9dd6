package io.groundswell.local.stepfunctions.execution;

import java.time.Instant;
import java.util.UUID;

/**
 * What is settled when an execution starts.
 *
 * @param id names it in task tokens and journals
 * @param key authenticates its task tokens
 * @param input the input's JSON text
 * @param definition the definition's text; a running execution keeps the one it started with
 */
public record Opening(UUID id, TokenKey key, String name, String input, Instant startedAt,
        String machineName, String machineArn, String roleArn, String definition) {

    /** The ARN of this execution. */
    public String arn() {
        return machineArn.replace(":stateMachine:", ":execution:") + ":" + name;
    }
}
