package io.groundswell.local.stepfunctions.execution;

import java.util.random.RandomGenerator;

/** What executions share: their surroundings and their bounds. */
record Ports(String region, Limits limits, Scheduler scheduler, FunctionInvoker invoker, Notices notices,
        RandomGenerator random) {
}
