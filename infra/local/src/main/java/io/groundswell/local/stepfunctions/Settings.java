package io.groundswell.local.stepfunctions;

import io.groundswell.local.stepfunctions.execution.Limits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the engine pretends to be, and what it keeps.
 *
 * @param partition such as {@code aws}
 * @param account twelve digits
 * @param directory where executions survive a restart; empty keeps them in memory
 */
public record Settings(String partition, String region, String account, Optional<Path> directory, Limits limits) {

    public Settings {
        if (!partition.matches("aws[a-z-]*") || !region.matches("[a-z0-9-]+") || !account.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("expected a partition such as aws, a region such as eu-west-1 and an "
                    + "account of 12 digits, found " + partition + ", " + region + ", " + account);
        }
    }

    /** Settings with the quotas of AWS, in memory. */
    public static Settings inMemory(String region, String account) {
        return new Settings("aws", region, account, Optional.empty(), Limits.AWS);
    }

    /** The same settings, keeping executions in a directory. */
    public Settings keptIn(Path kept) {
        return new Settings(partition, region, account, Optional.of(kept), limits);
    }

    /** The ARN of a state machine of this account. */
    public String machineArn(String name) {
        return "arn:" + partition + ":states:" + region + ":" + account + ":stateMachine:" + name;
    }
}
